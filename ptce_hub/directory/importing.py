"""Bringing files of records into the directory, again and again.

A record whose file has not changed is left alone; one that a person has edited since is kept and named in the report.
"""

from collections import Counter, defaultdict
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from django.db.models import Q
from simple_history.utils import bulk_create_with_history

from ptce_hub.directory.fields.overlaps import overlapping, sentence_of_both
from ptce_hub.directory.history.reasons import because
from ptce_hub.directory.models import Status, Theme
from ptce_hub.territories.models import Alias, Kind, Territory
from ptce_hub.territories.names import fold

REASON = "import"

#: The fields that say where a record sits, finest first.
SEAT = (("commune_code", Kind.COMMUNE), ("department_code", Kind.DEPARTMENT), ("region_code", Kind.REGION))

#: The levels at which files place what acts on a territory; any other one is an area.
LEVELS = {
    "region": Kind.REGION,
    "ancienne_region": Kind.FORMER_REGION,
    "departement": Kind.DEPARTMENT,
    "epci": Kind.EPCI,
    "commune": Kind.COMMUNE,
}


class Report:
    """What an import did: counts by noun, what it could not place, what it left to a person."""

    def __init__(self):
        self.counts = defaultdict(Counter)
        self.unresolved = []
        self.kept = []

    def count(self, model, what, number=1):
        if number:
            self.counts[str(model._meta.verbose_name_plural)][what] += number

    @property
    def changes(self):
        return sum(count[what] for count in self.counts.values() for what in ("créations", "mises à jour", "retraits"))

    def lines(self):
        for noun, count in self.counts.items():
            yield f"{noun} : " + ", ".join(f"{number} {what}" for what, number in count.items())
        yield from (f"gardée telle quelle : {line}" for line in self.kept)
        yield from (f"sans correspondance : {line}" for line in self.unresolved)


class Batch:
    """One run: what is already there, read once a noun, and the report."""

    def __init__(self):
        self.report = Report()
        self.entries = {}
        self.places = {}
        self.written = defaultdict(set)

    def known(self, model):
        """The entries (or themes) of a noun, by slug."""
        if model not in self.entries:
            self.entries[model] = {entry.slug: entry for entry in model._base_manager.all()}
        return self.entries[model]

    def find(self, model, slug, record, field):
        """The entry; None, and a line in the report, when the slug leads to nothing."""
        entry = self.known(model).get(slug)
        if slug and entry is None:
            self.unresolved(record, field, slug)
        return entry

    def find_all(self, model, record, field):
        found = [self.find(model, slug, record, field) for slug in dict.fromkeys(record.texts(field))]
        return [entry for entry in found if entry]

    def called(self, model, name):
        """The one entry of exactly that name, whatever its case and accents; None when none or several."""
        key = fold(name)
        found = [entry for entry in self.known(model).values() if key and fold(entry.name) == key]
        return found[0] if len(found) == 1 else None

    def themes(self, record):
        return self.find_all(Theme, record, "themes")

    def place(self, kind, code):
        """The territory of that kind and code, following codes that have changed; None when there is none."""
        if (kind, code) not in self.places:
            of_kind = Territory.objects.filter(kind=kind)
            former = Alias.objects.filter(code=code).exclude(nature=Alias.Nature.POSTAL).values("territory")
            self.places[kind, code] = of_kind.filter(code=code).first() or of_kind.filter(pk__in=former).first()
        return self.places[kind, code]

    def nearest_place(self, record, *codes):
        """The first territory that is known among ``codes``, pairs of a field and a kind, finest first."""
        found = None
        for field, kind in codes:
            code = record.text(field)
            place = self.place(kind, code) if code else None
            if code and place is None:
                self.unresolved(record, field, code)
            found = found or place
        return found

    def seat(self, record):
        """Where the record sits, as finely as it says, and the commune's name if it is no longer its name."""
        place = self.nearest_place(record, *SEAT)
        commune = record.text("commune")
        return place, commune if commune and not (place and fold(place.name) == fold(commune)) else ""

    def reach(self, record):
        """The territory of a ``{level, name, code}``, and its name; no territory when it is no place we know."""
        where = record.object("territory")
        level, name, code = where.text("level"), where.text("name"), where.text("code")
        where.finish()
        if level == "national":
            return self.place(Kind.COUNTRY, "FR"), name
        if level in LEVELS:
            place = self.place(LEVELS[level], code) if code else self.named(LEVELS[level], name)
        else:
            place = self.named(Kind.AREA, name)
        if place is None:
            self.unresolved(record, "territory", name)
        return place, name

    def named(self, kind, name):
        """The one territory of that kind and name (or other name), None when there is none or several."""
        of_kind, key = Territory.objects.filter(kind=kind), fold(name)
        found = of_kind.filter(Q(key=key) | Q(pk__in=Alias.objects.filter(key=key).values("territory")))[:2]
        return found[0] if len(found) == 1 else None

    def unresolved(self, record, field, value):
        self.report.unresolved.append(f"{record.file} · {record.label} · {field} : « {value} »")

    def is_due(self, model, record):
        """Whether the record must be written: it is new, or its file has changed and no person has edited it."""
        entry = self.known(model).get(record.label)
        if entry is None:
            return not self.was_deleted(model, record)
        if entry.import_digest == record.digest:
            self.report.count(model, "sans changement")
            return False
        latest = entry.history.first()
        if not entry.import_digest or (latest and latest.history_change_reason != REASON):
            self.report.count(model, "laissées telles quelles")
            self.report.kept.append(f"{record.file} · {record.label}, modifiée ou créée par une personne")
            return False
        return True

    def was_deleted(self, model, record):
        """Whether a person has removed the entry: it does not come back by itself."""
        gone = model.history.filter(slug=record.label, history_type="-").exists()
        if gone:
            self.report.count(model, "laissées telles quelles")
            self.report.kept.append(f"{record.file} · {record.label}, supprimée par une personne")
        return gone

    def save(self, model, record, fields, **many):
        """Create or update the entry of ``record``, with its lists ``many``; ``Refused`` names the wrong field."""
        record.raw("slug")
        record.finish()
        entry = self.known(model).get(record.label)
        created = entry is None
        if created:
            entry = model(slug=record.label, status=Status.PUBLISHED)
            for parent in model._meta.parents:  # a network that is a known structure is the same body
                twin = self.known(parent).get(record.label)
                entry.pk = twin and twin.pk
        for field, value in fields.items():
            setattr(entry, field, value)
        entry.import_digest = record.digest
        entry._change_reason = REASON
        _check(record, entry)
        with _refusals(record, model):
            entry.save()
            for field, values in many.items():
                getattr(entry, field).set(values)
        for noun in (model, *model._meta.parents):
            self.known(noun)[entry.slug] = entry
        self.written[model].add(entry.slug)
        self.report.count(model, "créations" if created else "mises à jour")
        return entry

    def link(self, model, parent, record, rows):
        """Make the links of ``parent`` (its field and itself) those of ``rows``; returns them in that order.

        A link that the file no longer has goes, unless a person has touched it.
        """
        there = {_identity(link): link for link in model._base_manager.filter(**parent)}
        wanted = [model(**parent, **row) for row in rows]
        for link in wanted:
            _check(record, link)
        for one, other in overlapping(wanted):
            raise record.refused(model._meta.verbose_name, f"« {other} » : {sentence_of_both(one, other)}")
        added = [link for link in wanted if _identity(link) not in there]
        kept = {_identity(link) for link in wanted}
        stale = [link for key, link in there.items() if key not in kept and _only_imported(link)]
        with because(REASON):
            for link in stale:
                link.delete()
        with _refusals(record, model):
            bulk_create_with_history(added, model, default_change_reason=REASON)
        self.report.count(model, "créations", len(added))
        self.report.count(model, "retraits", len(stale))
        return [there.get(_identity(link), link) for link in wanted]


def _identity(link):
    return tuple(getattr(link, field.attname) for field in link._meta.concrete_fields if not field.primary_key)


def _only_imported(link):
    return not link.history.exclude(history_change_reason=REASON).exists()


def _check(record, row):
    """The model's own checks of each field, without a query; ``Refused`` names the first that fails."""
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        value = str(getattr(row, field))[:80]
        raise record.refused(field, f"{messages[0]} Valeur : « {value} ».") from None


@contextmanager
def _refusals(record, model):
    """A savepoint in which what the database refuses becomes ``Refused``, in the constraint's own words."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        raise record.refused(model._meta.verbose_name, sentence(model, error)) from None


def sentence(model, error):
    """The French sentence of the constraint that the database names, else the database's own words."""
    for constraint in model._meta.constraints:
        if constraint.name in str(error):
            return constraint.get_violation_error_message()
    return f"la base refuse cette valeur ({str(error).splitlines()[0]})."
