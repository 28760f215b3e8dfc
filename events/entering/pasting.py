"""A programme as it is pasted or uploaded, made into lines: columns known by their titles, else by what they hold."""

import re
from dataclasses import dataclass, field

from events.entering.moments import read_moments
from events.entering.tokens import LONGEST, MONTH, MomentError, bare, tells_when
from ptce_hub.directory.tabular.limits import MOST_CELL, Unreadable
from ptce_hub.directory.tabular.reading import read_sheet
from ptce_hub.territories.models import Kind
from ptce_hub.territories.names import fold
from ptce_hub.territories.resolving import resolve

FIELDS = ("title", "when", "commune", "venue", "organiser", "summary", "website", "price")
LABELS = {
    "title": "titre",
    "when": "date et heures",
    "commune": "commune",
    "venue": "lieu",
    "organiser": "organisateur",
    "summary": "présentation",
    "website": "lien",
    "price": "prix",
}
MOST_LINES = 80
MOST_SIGNS = 200_000  # of what is pasted
HEADINGS_WITHIN = 5  # lines
MOST_GUESSED = 20  # columns whose contents are looked at
MOST_PIECES = 8  # of a sentence, looked at one by one
SAMPLE = 12  # cells of a column that are looked at

HEADINGS = {
    "title": "titre|intitulé|événement|nom|nom de l'événement|titre de l'événement|manifestation|animation|action|quoi",
    "when": "date|dates|jour|jours|quand|date et heure|date et heures|date et horaire|date et horaires|date heure",
    "first": "date de début|début|du|premier jour",
    "last": "date de fin|fin|au|dernier jour",
    "hours": "heure|heures|horaire|horaires|heure de début|créneau",
    "last_hour": "heure de fin",
    "commune": "commune|communes|ville|territoire",
    "postal": "code postal|cp",
    "venue": "lieu|lieux|adresse|salle|où|lieu de l'événement|lieu ou adresse",
    "organiser": "organisateur|organisateurs|organisatrice|structure|structures|organisé par|porteur|association|qui",
    "summary": "présentation|description|descriptif|résumé|contenu|détail|détails",
    "website": "lien|liens|site|site web|site internet|url|inscription|lien d'inscription|plus d'infos|web",
    "price": "prix|tarif|tarifs|coût|participation",
    "free": "gratuit|gratuité|entrée libre",
}
BY_HEADING = {fold(word): name for name, words in HEADINGS.items() for word in words.split("|")}
URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
PRICE = re.compile(r"gratuit|entree libre|prix libre|participation libre|\d+(?:[.,]\d+)? ?(?:€|euros?\b)|^tarif")
HOURS = re.compile(r"\d{1,2} ?(?:h|:)")
DATED = re.compile(rf"\d ?(?:er )?(?:{MONTH})\b|\d[/.]\d|\d{{4}}-\d")
HOUR_OR_DAY = re.compile(r"\d ?(?:h\b|h\d|:\d)|\d[/.]\d")
OF_A_MONTH = re.compile(rf"\d{{1,2}}(?:er)? (?:{MONTH})\b")
BETWEEN_PARTS = re.compile(r"\s+[-–—|•·]\s+|\s*\t\s*|\s+:\s+|:\s+|[()]|\s*\|\s*")
YES = {"oui", "o", "x", "vrai", "1", "gratuit"}


@dataclass
class Pasted:
    """``lines``: pairs of the number of a line and its texts by name of ``FIELDS``. ``notes``: how they were read."""

    lines: list
    notes: list = field(default_factory=list)


def read_pasted(text):
    """The ``Pasted`` of what was pasted; ``Unreadable`` when nothing can be made of it."""
    if len(text) > MOST_SIGNS:
        raise Unreadable("Ce texte est trop long : collez le programme en plusieurs fois.")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if long := next((number for number, line in lines if len(line) > MOST_CELL), None):
        raise Unreadable(f"La ligne {long} est démesurée : mettez un événement par ligne, {MOST_CELL} signes au plus.")
    delimiter = delimiter_of([line for _, line in lines])
    if delimiter in ("\t", ";"):
        return of_cells(read_sheet(text.encode(errors="replace"), "le texte collé").rows)
    if delimiter == "|":
        rows = [(number, [cell.strip() for cell in line.strip().strip("|").split("|")]) for number, line in lines]
        return of_cells([row for row in rows if set("".join(row[1])) - set("-: ")])
    blocks = blocks_of(lines)
    if sum(len(block) > 1 for block in blocks) * 2 > len(blocks) > 1:
        lines = [(block[0][0], "\t".join(line for _, line in block)) for block in blocks]
    pasted = bounded(lines, ["Lu ligne par ligne, sans colonnes."])  # before they are read, which takes time
    return Pasted([(number, of_sentence(line)) for number, line in pasted.lines], pasted.notes)


def blocks_of(lines):
    """The lines that follow one another, apart from those that an empty line cuts off."""
    blocks = []
    for number, line in lines:
        if blocks and blocks[-1][-1][0] == number - 1:
            blocks[-1].append((number, line))
        else:
            blocks.append([(number, line)])
    return blocks


def read_uploaded(content, name):
    """The same of a CSV, XLSX or ODS file."""
    return of_cells(read_sheet(content, name).rows)


def delimiter_of(lines):
    """That which most lines have; "" for sentences."""
    for delimiter in ("\t", "|", ";"):
        if sum(delimiter in line for line in lines) * 2 > len(lines):
            return delimiter
    return ""


def of_cells(rows):
    for position, (_, cells) in enumerate(rows[:HEADINGS_WITHIN]):
        columns = [BY_HEADING.get(fold(cell), "") for cell in cells]
        if len(set(columns) - {""}) >= 2:
            return of_columns(rows[position + 1 :], columns, unknown_of(cells, columns))
    columns = guessed_columns([cells for _, cells in rows])
    said = ", ".join(f"{rank} {LABELS.get(name, 'horaires')}" for rank, name in enumerate(columns, 1) if name)
    note = f"Colonnes reconnues à leur contenu : {said}. Pour les dire, ajoutez une ligne de titres."
    return of_columns(rows, columns, [note])


def unknown_of(headings, columns):
    unknown = [f"« {text.strip()} »" for text, name in zip(headings, columns, strict=True) if text.strip() and not name]
    return [f"Colonnes non reprises : {', '.join(unknown)}."] if unknown else []


def of_columns(rows, columns, notes):
    lines = []
    for number, cells in rows:
        said = {}
        for name, cell in zip(columns, cells, strict=False):
            if name and cell.strip() and name not in said:
                said[name] = cell.strip()[:MOST_CELL]
        if said:
            lines.append((number, of_said(said)))
    return bounded(lines, notes)


def of_said(said):
    """The ``FIELDS`` of the columns of a row: dates and hours in one sentence, a postal code with its commune."""
    when = said.get("when") or said.get("first", "")
    if "last" in said and said["last"] != when:
        when = f"du {when} au {said['last']}" if when else said["last"]
    hours = [f"{text}h" if text.isdigit() else text for text in (said.get("hours"), said.get("last_hour")) if text]
    values = {name: said.get(name, "") for name in FIELDS}
    values["when"] = ", ".join(filter(None, (when, " - ".join(hours))))
    if values["commune"] and said.get("postal"):
        values["commune"] += f" {said['postal']}"
    if not values["price"] and fold(said.get("free", "")) in YES:
        values["price"] = "gratuit"
    return values


def bounded(lines, notes):
    if not lines:
        raise Unreadable("Aucun événement dans ce qui est collé : il faut au moins une ligne sous les titres.")
    if len(lines) > MOST_LINES:
        raise Unreadable(
            f"{len(lines)} lignes, et {MOST_LINES} au plus se relisent sur une page : collez le programme en plusieurs "
            "fois, ou passez par « Importer un tableau »."
        )
    return Pasted(lines, notes)


def guessed_columns(rows):
    """A name of ``FIELDS``, « hours » or "" for each column, from the first cells that it holds."""
    width = min(MOST_GUESSED, max(len(cells) for cells in rows))
    held = [[cells[rank].strip() for cells in rows if rank < len(cells)] for rank in range(width)]
    held = [[cell for cell in cells if cell][:SAMPLE] for cells in held]
    columns = [""] * width

    def take(name, tells):
        for rank, cells in enumerate(held):
            if not columns[rank] and cells and sum(map(tells, cells)) * 2 > len(cells):
                columns[rank] = name
                return

    take("when", is_dated)
    take("hours", lambda cell: bool(HOURS.match(bare(cell).removeprefix("de "))))
    take("website", lambda cell: bool(URL.fullmatch(cell)))
    take("price", is_price)
    take("commune", is_commune)
    take("title", bool)
    take("summary", lambda cell: len(cell) > 80)
    take("venue", bool)
    take("organiser", bool)
    return columns


def is_dated(cell):
    try:
        return bool(read_moments(cell))
    except MomentError:
        return len(cell) < LONGEST and bool(DATED.search(bare(cell)))


def is_price(cell):
    return len(cell) < 60 and bool(PRICE.search(bare(cell)))


def is_commune(cell):
    return len(cell) < 60 and any(match.reason != "code" for match in resolve(cell, [Kind.COMMUNE]))


def of_sentence(line):
    """« Sam. 14 nov. 14h-16h : Atelier vélo (Flers, Maison du vélo), gratuit »: its date first, what it is, where."""
    values = dict.fromkeys(FIELDS, "")
    line = "\t".join(" ".join(part.split()) for part in line.split("\t") if part.strip())
    if found := URL.search(line):
        values["website"], line = found[0].rstrip(".,;)"), line.replace(found[0], " ")
    values["when"], rest = dated_part(line.strip(" \t-–—•*·"))
    parts = [part.strip(" \t,;.") for part in BETWEEN_PARTS.split(rest)]
    parts = [part for part in parts if part]
    if parts:
        first, *others = [parts[0]] if len(parts) > 1 else re.split(r",\s+", parts[0])
        values["title"] = first
        others += [piece for part in parts[1:] for piece in re.split(r",\s+", part)]
        for rank, piece in enumerate(filter(None, map(str.strip, others))):
            name = "venue" if rank > MOST_PIECES else "price" if is_price(piece) else "commune"
            name = "venue" if name == "commune" and (values["commune"] or not is_commune(piece)) else name
            values[name] = ", ".join(filter(None, (values[name], piece)))
    return values


def beginning(words, count):
    return " ".join(words[:count]).rstrip(" :,;-–—")


def after(line, count):
    """What follows so many words, its tabs kept: they part what it says."""
    words = re.match(rf"\s*(?:\S+\s*){{{count}}}", line)
    return line[words.end() :].lstrip(" :,;-–—\t")


def dated_part(line):
    """The longest beginning of the line that says when, and the rest; else its first part that holds a date.

    It goes as far as words tell of hours or days, even impossible ones: these are to be told, not taken for a title.
    """
    words = line.split()
    counts = range(min(len(words), 18), 0, -1)
    telling = next((count for count in counts if tells_when(beginning(words, count))), 0)
    for count in range(telling, 0, -1):
        try:
            read_moments(beginning(words, count))
        except MomentError:
            continue
        more = " ".join(words[count:telling])
        if HOUR_OR_DAY.search(bare(more)) or OF_A_MONTH.search(bare(f"{words[count - 1]} {more}")):
            count = telling
        return beginning(words, count), after(line, count)
    if DATED.search(bare(beginning(words, telling))):
        return beginning(words, telling), after(line, telling)
    for part in filter(None, BETWEEN_PARTS.split(line)):
        if len(part) < LONGEST and DATED.search(bare(part)):
            return part.strip(" ,;"), line.replace(part, " \t ", 1)
    return "", line
