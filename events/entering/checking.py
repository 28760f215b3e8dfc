"""What each line of a programme would become: an event, several, one that is there already, or nothing, and why."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from actors.models import Structure
from events.entering.moments import MomentError, read_moments
from events.entering.pasting import FIELDS, LABELS
from events.entering.tokens import bare
from events.models import Event
from ptce_hub.directory.duplicates.blocking import Finder
from ptce_hub.directory.duplicates.facts import facts_said
from ptce_hub.directory.duplicates.finding import suspects_of_each
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.models import Status
from ptce_hub.directory.rights import has_in_reach, may, zone
from ptce_hub.directory.tabular.cells import Wrong, clean
from ptce_hub.directory.tabular.ties import Records
from ptce_hub.territories.models import Kind
from ptce_hub.territories.names import fold
from ptce_hub.territories.resolving import name_in_full, resolve

NEW, ALREADY, SUSPECT, WRONG, ASIDE, MERGE = "new", "already", "suspect", "wrong", "aside", "merge"
LEAVE_OUT, NOT_SAME, MERGE_WITH = "leave", "new", "merge:"
ONLINE = {"en ligne", "visio", "visioconference", "en visio", "webinaire", "a distance", "distanciel"}
FREE = re.compile(r"gratuit|entree libre|0(?: ?€| euros?)?$")
#: A choice that says: no known structure, keep the words.
IN_WORDS = "mots"


@dataclass
class Line:
    """``texts`` by name of ``FIELDS``, as written; ``chosen``: what was answered to ``choices`` and of duplicates."""

    number: int
    texts: dict
    chosen: dict = field(default_factory=dict)
    outcome: str = NEW
    problems: list = field(default_factory=list)  # pairs of a field and a sentence
    notes: list = field(default_factory=list)
    choices: dict = field(default_factory=dict)  # by field, pairs of a value and its label
    values: dict = field(default_factory=dict)
    moments: list = field(default_factory=list)
    territory: object = None
    structures: list = field(default_factory=list)
    worded: list = field(default_factory=list)
    there: list = field(default_factory=list)  # events that it already is
    suspects: list = field(default_factory=list)  # ``(event, reason)``

    @property
    def decision(self):
        return self.chosen.get("decision", "")

    def wrong(self, name, sentence):
        self.problems.append((name, sentence))

    @property
    def merged_with(self):
        """The suspect that was chosen, or None."""
        return next((event for event, _ in self.suspects if self.decision == f"{MERGE_WITH}{event.pk}"), None)


class Checker:
    """Checks the lines of one programme for ``user``; places and structures are asked once each."""

    def __init__(self, user, edition=None):
        self.user, self.edition = user, edition
        self.places, self.nearby = {}, {}

    def check(self, lines):
        for line in lines:
            self.read(line)
        self.find_structures(lines)
        read = [line for line in lines if not line.problems]
        self.find_events(read)
        self.find_twins(read)
        for line in lines:
            line.outcome = self.outcome_of(line)
        return lines

    def read(self, line):
        for name in FIELDS:
            try:
                line.values[name] = clean(line.texts.get(name, ""))
            except Wrong as problem:
                line.values[name] = ""
                line.wrong(name, str(problem))
            if line.values[name] and "<" in line.values[name] and ">" in line.values[name]:
                line.notes.append(f"{LABELS[name]} : du code HTML, qui sera montré tel quel.")
        try:
            line.moments = read_moments(line.values["when"], self.edition and self.edition.year)
        except MomentError as problem:
            line.wrong("when", str(problem))
        if line.values["website"] and "://" not in line.values["website"]:
            line.values["website"] = f"https://{line.values['website']}"
        self.find_place(line)
        if not line.values["title"]:
            line.wrong("title", "le titre manque : dites ce qui a lieu.")
        elif line.moments:
            self.validate(line)

    def validate(self, line):
        event = draft_of(line, line.moments[0], self.edition)
        try:
            event.clean_fields(exclude=["slug", "uid", "status", "sources", "territory", "ess_month"])
        except ValidationError as problem:
            names = {"name": "title", "venue": "venue", "website": "website", "price": "price"}
            for name, sentences in problem.message_dict.items():
                for sentence in sentences:
                    line.wrong(names.get(name, "title"), sentence)

    def find_place(self, line):
        said = line.values["commune"] or line.values["venue"]
        online = fold(said) in ONLINE or fold(line.values["venue"]) in ONLINE
        line.values["format"] = Event.Format.ONLINE if online else Event.Format.ON_SITE
        if not line.values["commune"] or fold(line.values["commune"]) in ONLINE:
            if not line.values["commune"] and not online:
                line.wrong("commune", "la commune manque : indiquez-la, ou écrivez « en ligne ».")
            return
        text = line.values["commune"]
        found = self.communes(text)
        if len(found) > 1:
            line.choices["commune"] = [(place.ref, name_in_full(place)) for place in found[:30]]
            found = [place for place in found if place.ref == line.chosen.get("commune")] or found
        if len(found) == 1:
            line.territory = found[0]
        elif found:
            line.wrong("commune", f"« {text} » est le nom de {len(found)} communes : choisissez la bonne.")
        else:
            line.wrong("commune", f"« {text[:60]} » n'est le nom d'aucune commune : corrigez-le, ou ajoutez le code "
                                  "postal.")  # fmt: skip

    def communes(self, text):
        """Those of that name today, else of an older one; of homonyms, those that the user may fill."""
        if text not in self.places:
            found = resolve(text, [Kind.COMMUNE])
            found = [match.territory for match in found if match.reason == "nom"] or [m.territory for m in found]
            mine = [place for place in found if has_in_reach(self.user, Event(territory=place))]
            self.places[text] = mine or found
        return self.places[text]

    def find_structures(self, lines):
        names = {line.values["organiser"] for line in lines}
        pieces = {piece for name in names for piece in pieces_of(name)}
        records = Records(Structure, names | pieces)
        self.find_near(lines, records)
        for line in lines:
            whole = line.values["organiser"]
            if not whole:
                continue
            found = self.exact(records, whole)
            for piece in [whole] if found else pieces_of(whole):
                self.find_structure(line, records, piece)

    def exact(self, records, name):
        try:
            return records.find(name, or_none=True)
        except Wrong:
            return None

    def find_structure(self, line, records, name):
        chosen = line.chosen.get("organiser", "")
        if structure := self.exact(records, name):
            line.structures.append(structure)
            return
        near = self.near(name, line.territory)
        if near:
            line.choices["organiser"] = [
                *line.choices.get("organiser", [(IN_WORDS, "aucune : garder ces mots")]),
                *((f"{each.pk}", f"{each} ({each.territory or 'sans territoire'})") for each in near),
            ]
        picked = next((each for each in near if f"{each.pk}" == chosen), None)
        if picked:
            line.structures.append(picked)
        else:
            line.worded.append(name)
            if near and chosen != IN_WORDS:
                line.notes.append(f"« {name} » ressemble à une structure connue : choisissez-la, ou gardez ces mots.")

    def find_near(self, lines, records):
        """The structures that each unknown name may mean, there; read together."""
        unknown = {
            (fold(piece), line.territory): piece
            for line in lines
            if not self.exact(records, line.values["organiser"])
            for piece in pieces_of(line.values["organiser"])
            if not self.exact(records, piece)
        }
        known = Structure.objects.exclude(status=Status.ARCHIVED)
        sayings = [{"name": name, "territory": territory} for (_, territory), name in unknown.items()]
        found = suspects_of_each(known, sayings, most=4)
        self.nearby = dict(zip(unknown, ([suspect.entry for suspect in each] for each in found), strict=True))

    def near(self, name, territory):
        return self.nearby[fold(name), territory]

    def find_events(self, lines):
        """The events of the same days: those that a line already is, and those that it may be."""
        days = {moment.start.isoformat() for line in lines for moment in line.moments}
        rows = Event.objects.filter(start__in=days | {day[:7] for day in days})
        events = rows.select_related("territory").in_bulk()
        finder = Finder(rows.exclude(status=Status.ARCHIVED))
        for line in lines:
            left = []
            for moment in line.moments:
                same = next((each for each in events.values() if is_same(each, line, moment)), None)
                if same:
                    line.there.append(same)
                    continue
                left.append(moment)
                facts = facts_said(name=line.values["title"], territory=line.territory, date=moment.start.isoformat())
                known = {event.pk for event, _ in line.suspects}
                line.suspects += [
                    (events[key], " ".join(likeness.reasons))
                    for key, likeness in finder.like(facts)
                    if key not in known
                ]
            line.moments = left

    def find_twins(self, lines):
        seen = {}
        for line in lines:
            place = line.territory and line.territory.pk
            for moment in list(line.moments):
                key = fold(line.values["title"]), moment.start, moment.start_time, place
                if key in seen:
                    line.moments.remove(moment)
                    line.notes.append(f"Déjà dit à la ligne {seen[key]}.")
                seen.setdefault(key, line.number)

    def outcome_of(self, line):
        if line.decision == LEAVE_OUT:
            return ASIDE
        if line.problems:
            return WRONG
        if not line.moments:
            return ALREADY
        if line.merged_with:
            if may(self.user, "change", line.merged_with):
                return MERGE
            line.wrong("decision", f"« {line.merged_with} » n'est pas dans vos territoires ({zone(self.user)}).")
            return WRONG
        if not may(self.user, "add", Event) or not has_in_reach(self.user, Event(territory=line.territory)):
            place = name_in_full(line.territory) if line.territory else "un événement sans commune"
            line.wrong("commune", f"{place} n'est pas dans vos territoires ({zone(self.user)}).")
            return WRONG
        return SUSPECT if line.suspects and line.decision != NOT_SAME else NEW


def pieces_of(name):
    """« Ville de Flers ; Le Cric / Zone 61 »."""
    for mark in (";", " / ", " + ", "\n"):
        name = name.replace(mark, "\x1f")
    return [piece.strip() for piece in name.split("\x1f") if piece.strip()]


def is_same(event, line, moment):
    """The same name, day and place, and no other hour."""
    names = {fold(name) for name in (event.name, *event.alternative_names)}
    hours = event.start_time, moment.start_time
    return (
        fold(line.values["title"]) in names
        and event.start.iso == moment.start.isoformat()
        and (event.territory is None or line.territory is None or event.territory == line.territory)
        and (None in hours or hours[0] == hours[1])
    )


def draft_of(line, moment, edition=None):
    """The unsaved event of one moment of a line."""
    values = line.values
    price = values["price"]
    return Event(
        name=values["title"], start=PartialDate.parse(moment.start.isoformat()),
        end=moment.end and PartialDate.parse(moment.end.isoformat()),
        start_time=moment.start_time, end_time=moment.end_time, territory=line.territory, venue=values["venue"],
        summary=values["summary"], website=values["website"], format=values["format"],
        is_free=is_free(price),
        price="" if fold(price) == "gratuit" else price, notes=notes_of(line, moment),
        ess_month=edition if edition and edition.year == moment.start.year else None,
    )  # fmt: skip


def is_free(price):
    """None when the words do not say."""
    if FREE.match(bare(price)):
        return True
    return False if re.search(r"\d ?(?:€|euro)", price) else None


def notes_of(line, moment):
    said = [f"Organisateur : {name}." for name in line.worded] + (
        [f"Horaires : {moment.words}."] if moment.words else []
    )
    return "\n".join(said)
