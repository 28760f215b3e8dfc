"""What a file would do, row by row, without doing it: read, recognised, compared, allowed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone

from ptce_hub.directory.fields.overlaps import overlapping_in_base, sentence_of_both
from ptce_hub.directory.rights import why_not
from ptce_hub.directory.tabular import cells
from ptce_hub.directory.tabular.cells import Wrong
from ptce_hub.directory.tabular.mapping import fold_heading
from ptce_hub.directory.tabular.models import ImportRow, Outcome
from ptce_hub.directory.tabular.rules import broken_rules
from ptce_hub.directory.tabular.ties import Questions

SAME, OTHER, FILE, NOT_NOW = "same", "other", "file", ""


@dataclass
class Reading:
    """A row in the making: its texts by column, its values by field, what is wrong and what was mended."""

    row: ImportRow
    texts: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)
    wrong: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    key: str = ""
    likeness: str = ""


class Checker:
    """Checks the rows of a run by batches; everything is read once a batch."""

    def __init__(self, table, run):
        self.table, self.run = table, run
        self.inputs = table.inputs
        self.columns = [(rank, name) for rank, name in enumerate(run.mapping) if name in self.inputs]
        self.labels = {name: run.headings[rank] for rank, name in self.columns}
        self.headings = [fold_heading(heading) for heading in run.headings]

    def check(self, rows):
        """Sets the outcome of each of ``rows``, with what the report says of it; saves nothing."""
        readings = [self.texts_of(row) for row in rows]
        questions = Questions()
        for reading in readings:
            for each in self.table.fields:
                each.ask(reading.texts, questions)
        self.answers = answers = questions.answers()
        for reading in readings:
            self.read(reading, answers)
        matcher = self.table.matcher(self.table, self.run, readings, answers)
        plans = [(reading, *self.target_of(reading, matcher)) for reading in readings]
        targets = self.table.records([key for _, key, _ in plans if key])
        versions = versions_of(targets.values())
        seen = self.seen_before(readings, [key for _, key, _ in plans if key])
        for reading, key, match in plans:
            self.decide(reading, targets.get(key), match, versions, seen)
            reading.row.key, reading.row.likeness = reading.key, reading.likeness
        return rows

    def texts_of(self, row):
        """The cells of the columns that are used, cleaned; those for every row where the file says nothing."""
        reading = Reading(row)
        if why := self.misshapen(row):
            reading.wrong.append(["", why])
        row.outcome, row.messages, row.changes, row.candidates, row.object_id, row.version = "", [], {}, [], None, None
        for rank, name in self.columns:
            note = self.noting(reading, name)
            try:
                text = cells.clean(row.cells[rank] if rank < len(row.cells) else "", note)
            except Wrong as problem:
                reading.wrong.append([self.title(name), str(problem)])
                continue
            if text and not reading.texts.get(name):
                reading.texts[name] = text
        for name, text in self.run.constants.items():
            reading.texts.setdefault(name, text)
        return reading

    def misshapen(self, row):
        """Why the row as a whole cannot be trusted; "" when it can."""
        width, delimiter = len(self.run.headings), self.run.delimiter
        if any(cell.strip() for cell in row.cells[width:]):
            return f"{len(row.cells)} cases pour {width} titres : un séparateur est-il dans un texte sans guillemets ?"
        inside = [line for cell in row.cells if delimiter and "\n" in cell for line in cell.split("\n")]
        if any(line.count(delimiter) >= max(2, width - 2) for line in inside):
            return "un guillemet ouvert dans cette ligne avale les suivantes : fermez-le."
        return ""

    def title(self, name):
        return self.labels.get(name) or self.inputs[name].label

    def noting(self, reading, name):
        return lambda said: reading.notes.append([self.title(name), said])

    def read(self, reading, answers):
        for each in self.table.fields:
            name = next((each.name for each in each.inputs if each.name in reading.texts), each.inputs[0].name)
            try:
                value = each.read(reading.texts, answers, self.noting(reading, name))
            except Wrong as problem:
                reading.wrong.append([self.title(name), str(problem)])
                continue
            if value is not None:
                reading.values[each.name] = value
        reading.row.values = reading.values
        reading.row.name = self.table.named(reading.values)[:250]
        reading.key = self.table.matcher.identity_of(reading.texts, reading.values)
        reading.likeness = self.table.matcher.likeness_of(reading.values)

    def target_of(self, reading, matcher):
        """The key of the record that the row speaks of, and how it was found; what a person chose comes first."""
        if reading.wrong:
            return None, None
        match = matcher.match(reading)
        choice, _, chosen = reading.row.choice.partition(":")
        if choice == SAME:
            match.key = int(chosen)
        elif choice == OTHER and not match.origin:
            match.key, match.suspects = None, []
        return match.key, match

    def seen_before(self, readings, keys):
        """Lines of the same file that already speak of the same thing: ``{print or key: number}``."""
        others = self.run.rows.exclude(pk__in=[reading.row.pk for reading in readings])
        others = others.exclude(outcome__in=["", Outcome.REFUSED])
        others = others.order_by("-number")  # of several, the first line is the one that counts
        seen = dict(others.filter(key__in={reading.key for reading in readings}).values_list("key", "number"))
        alike = others.filter(likeness__in={reading.likeness for reading in readings} - {""})
        seen |= dict(alike.values_list("likeness", "number"))
        return seen | dict(others.filter(object_id__in=keys).values_list("object_id", "number"))

    def decide(self, reading, target, match, versions, seen):
        row = reading.row
        row.messages = [*reading.wrong, *reading.notes]
        if self.repeats_headings(row):
            row.messages = []
            self.put_aside(row, "cette ligne répète les titres de colonnes.")
            return
        if reading.wrong:
            row.outcome = Outcome.REFUSED
            return
        twin = seen.get(target.pk if target else None) or seen.get(reading.key)
        if twin and twin < row.number:
            self.put_aside(row, f"cette ligne parle de la même fiche que la ligne {twin} : gardez-en une seule.")
            return
        near = reading.likeness and seen.get(reading.likeness)
        if match.suspects and target is None:
            self.suspect(row, match)
        elif target is None and near and near < row.number and row.choice != OTHER:
            row.candidates = [[0, f"la ligne {near} de ce fichier", ""]]
            self.put_aside(row, f"doublon possible de la ligne {near} : même nom, même lieu.")
        elif target is None:
            self.create(reading)
        else:
            self.update(reading, target, match, versions)
        if row.outcome != Outcome.REFUSED:
            seen[reading.key] = row.number
            seen.setdefault(reading.likeness, row.number)
            if target:
                seen[target.pk] = row.number

    def repeats_headings(self, row):
        said = [fold_heading(cell) for cell in row.cells]
        return sum(cell != "" and cell == heading for cell, heading in zip(said, self.headings, strict=False)) >= 2

    def put_aside(self, row, why):
        row.outcome = Outcome.ASIDE
        row.messages = [["", why], *row.messages]

    def refuse(self, row, label, why):
        row.outcome = Outcome.REFUSED
        row.messages = [[label, why], *row.messages]

    def suspect(self, row, match):
        found = self.table.records([key for key, _ in match.suspects[:5]])
        row.candidates = [
            [key, self.table.label_of(found[key]), " ".join(reasons)] for key, reasons in match.suspects if key in found
        ]
        self.put_aside(row, "doublon possible : dites si c'est la même fiche.")

    def create(self, reading):
        row = reading.row
        for each in self.table.fields:
            if each.needed and each.name not in reading.values:
                self.refuse(row, self.title(each.inputs[0].name), "manque, et il le faut pour créer la fiche.")
                return
        new = self.table.new(reading.values, self.run.status, self.answers)
        if reason := self.refusal(new, "add"):
            self.refuse(row, "droits", reason)
            return
        if why := self.table.why_not_new(reading.values):
            self.refuse(row, self.label_of(why[0]), why[1])
            return
        row.outcome = Outcome.CREATED
        self.refuse_broken(row, new)

    def update(self, reading, target, match, versions):
        row = reading.row
        row.object_id, row.version = target.pk, versions.get(target.pk, (None, "", ""))[0]
        row.name = row.name or str(target)[:250]
        row.changes = self.changes(target, reading.values)
        if not row.changes:
            row.outcome = Outcome.UNCHANGED
            return
        if reason := self.refusal(target, "change"):
            self.refuse(row, "droits", reason)
            return
        touched = match.origin and match.origin.version and match.origin.version != row.version
        if touched and row.choice != FILE:
            _, who, when = versions[target.pk]
            self.put_aside(row, f"modifiée depuis le dernier import{who}, {when} : gardée telle quelle, sauf choix.")
            row.candidates = [[target.pk, self.table.label_of(target), ""]]
            return
        after = self.table.after(target, row.changes)
        if reason := self.refusal(after, "change"):
            self.refuse(row, "droits", f"la ligne mènerait la fiche hors de vos territoires. {reason}")
            return
        row.outcome = Outcome.UPDATED
        self.refuse_broken(row, after)

    def refuse_broken(self, row, record):
        for name, why in broken_rules(record):
            self.refuse(row, self.label_of(name), why)
        for other in overlapping_in_base(record)[:1] if hasattr(record, "lasts_apart") else ():
            self.refuse(row, self.label_of("since"), sentence_of_both(other, record))

    def changes(self, target, values):
        """``{field: [before, after]}`` for what the file says otherwise."""
        changes = {}
        for each in self.table.fields:
            if each.name in values:
                before = each.current(target)
                after = each.merge(before, values[each.name])
                if not each.alike(before, after):
                    changes[each.name] = [before, after]
        return changes

    def refusal(self, record, act):
        return why_not(self.run.user, act, record) if self.run.user else ""

    def label_of(self, name):
        each = next((each for each in self.table.fields if each.name == name), None)
        return self.title(each.inputs[0].name) if each else ""


def versions_of(records):
    """``{key: (last version, who made it, when)}`` of the records."""
    found, nouns = {}, defaultdict(list)
    for record in records:
        nouns[type(record)].append(record.pk)
    for noun, keys in nouns.items():
        history = noun.history.model.objects
        last = history.filter(id__in=keys).order_by().values_list("id").annotate(last=Max("history_id"))
        rows = history.filter(history_id__in=[version for _, version in last]).select_related("history_user")
        for row in rows:
            who = f" par {row.history_user}" if row.history_user else ""
            found[row.id] = row.history_id, who, f"le {timezone.localtime(row.history_date):%d/%m/%Y}"
    return found


def counts(run):
    """How many rows were read, and how many of each outcome: the second sum to the first once all are checked."""
    found = Counter(run.rows.values_list("outcome", flat=True))
    return {"read": sum(found.values()), **{outcome.value: found[outcome.value] for outcome in Outcome}}
