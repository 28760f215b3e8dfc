"""Writes places and their other names: creates what is new, corrects what differs, leaves the rest untouched."""

from operator import attrgetter

from django.db.models import Q

from .inserting import insert
from .models import Alias, Kind, Territory
from .names import fold
from .report import label
from .slugs import give_slugs

BATCH = 2000
#: What the files decide of a territory, links apart. Its address is given once.
PLAIN = ("name", "nature", "population", "latitude", "longitude", "approximate", "west", "south", "east", "north")
PARENTS = {"region": Kind.REGION, "department": Kind.DEPARTMENT, "epci": Kind.EPCI}
FIELDS = (*PLAIN, *PARENTS, "zone", "ended", "key", "vintage")
COMPARED = attrgetter(*PLAIN, "region_id", "department_id", "epci_id", "zone", "ended")
COLUMNS = [field.attname for field in Territory._meta.local_concrete_fields if not field.primary_key]
LINKS = {
    "communes": Territory.communes.through,
    "anchors": Territory.anchors.through,
    "successors": Territory.successors.through,
}
#: Each names only those above it.
LEVELS = (Kind.COUNTRY, Kind.REGION, Kind.DEPARTMENT, Kind.FORMER_REGION, Kind.EPCI, Kind.COMMUNE, Kind.AREA)
FORMER_NATURES = (
    Alias.Nature.DELEGATED,
    Alias.Nature.ASSOCIATED,
    Alias.Nature.FORMER_CODE,
    Alias.Nature.DISTRICT,
    Alias.Nature.MERGED,
)


def read_territories():
    """The table as it stands: ``{(kind, code): territory}``."""
    return {(each.kind, each.code): each for each in Territory.objects.order_by().iterator(chunk_size=5000)}


def write_places(geography, before, report):
    """Creates or corrects each place; gives the keys of all rows, those that the files no longer name included."""
    ids = {key: each.pk for key, each in before.items()}
    new = [place for key, place in geography.places.items() if key not in before]
    slugs = give_slugs(new, [(each.kind, each.slug) for each in before.values()])
    for kind in LEVELS:
        rows = {place.key: as_row(place, ids, geography.vintage) for place in geography.of_kind(kind).values()}
        created = [row for key, row in rows.items() if key not in before]
        for row in created:
            row.slug = slugs[row.kind, row.code]
        insert(Territory, COLUMNS, map(attrgetter(*COLUMNS), created))
        ids |= {(kind, code): pk for code, pk in Territory.objects.filter(kind=kind).values_list("code", "pk")}
        report.created[kind] += len(created)
        correct_rows([(before[key], row) for key, row in rows.items() if key in before], report)
    write_links(geography, ids, {place.key for place in new}, report)
    return ids


def as_row(place, ids, vintage):
    row = Territory(kind=place.kind, code=place.code, zone=place.zone, ended=place.ended, key=fold(place.name))
    for name in PLAIN:
        setattr(row, name, getattr(place, name))
    for name, kind in PARENTS.items():
        if code := getattr(place, name):
            setattr(row, f"{name}_id", ids[kind, code])
    row.vintage = "" if is_staffs(place) else vintage
    return row


def is_staffs(place):
    """Our own areas come from the file once; afterwards they belong to the editors."""
    return place.kind == Kind.AREA and place.nature != "EPT"


def correct_rows(couples, report):
    """Rewrites the rows that differ, and keeps their former name as an alias."""
    changed, renamed = [], []
    for old, row in couples:
        if row.kind == Kind.AREA:  # derived from what covers it
            row.region_id, row.department_id, row.epci_id = old.region_id, old.department_id, old.epci_id
        if COMPARED(old) == COMPARED(row):
            continue
        if is_staffs(row):
            report.differing_areas.append(label(old))
            continue
        row.slug = old.slug
        changed.append(row)
        report.corrected[row.kind] += 1
        if old.key != row.key:
            renamed.append(Alias(territory_id=old.pk, nature=Alias.Nature.RENAMED, name=old.name, key=old.key))
            report.renamed.append(f"{label(old)} devient {row.name}")
    Territory.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["code", "kind"], update_fields=FIELDS
    )
    Alias.objects.bulk_create(renamed, batch_size=BATCH, ignore_conflicts=True)


def write_links(geography, ids, new, report):
    """Communes, anchors and successors as the files say; those of our own areas only when the area is new."""
    owners = [p for p in geography.places.values() if p.communes or p.anchors or p.successors]
    owners = [place for place in owners if place.key in new or not is_staffs(place)]
    for name, through in LINKS.items():
        wanted = {(ids[place.key], ids[link]) for place in owners for link in getattr(place, name)}
        rows = through.objects.filter(from_territory__in=[ids[place.key] for place in owners])
        stored = {(one, other): pk for pk, one, other in rows.values_list("pk", "from_territory", "to_territory")}
        stale = [pk for couple, pk in stored.items() if couple not in wanted]
        through.objects.filter(pk__in=stale).delete()
        missing = [through(from_territory_id=one, to_territory_id=other) for one, other in wanted - stored.keys()]
        through.objects.bulk_create(missing, batch_size=BATCH)
        report.links.update(written=len(missing), removed=len(stale))


def mark_vintage(vintage):
    """On every row of today; those that ended keep the last vintage that named them."""
    current = Territory.objects.filter(Q(ended="") | Q(kind=Kind.FORMER_REGION))
    current.exclude(Q(kind=Kind.AREA) & ~Q(nature="EPT")).exclude(vintage=vintage).update(vintage=vintage)


def write_names(geography, ids, before, report):
    """Adds the aliases that are missing. Removes the postal codes that the files dropped, and the former names and
    codes that now lead elsewhere or are those of a commune again; all others stay, for an old name must keep resolving.
    """
    wanted = {(ids[other.target], other.nature, other.code, other.name) for other in geography.names}
    stored = {
        (territory, nature, code, name): pk
        for pk, territory, nature, code, name in Alias.objects.values_list("pk", "territory", "nature", "code", "name")
    }
    elsewhere = {(nature, code, name) for _, nature, code, name in wanted}
    communes = {code: ids[kind, code] for kind, code in geography.places if kind == Kind.COMMUNE}
    stale = []
    for alias in stored.keys() - wanted:
        territory, nature, code, _ = alias
        again = nature in FORMER_NATURES and communes.get(code, territory) != territory
        moved = nature in FORMER_NATURES and alias[1:] in elsewhere
        if nature == Alias.Nature.POSTAL or moved or again:
            stale.append(stored[alias])
        if again and (Kind.COMMUNE, code) not in before:
            report.restored.append(f"{geography.places[Kind.COMMUNE, code].name} ({code})")
    remove_names(stale)
    missing = sorted(wanted - stored.keys())
    insert(
        Alias, ["territory_id", "nature", "code", "name", "key", "slug"], ((*row, fold(row[-1]), "") for row in missing)
    )
    report.names["written"] += len(missing)
    report.names["removed"] += len(stale)


def remove_names(pks):
    for start in range(0, len(pks), BATCH):
        Alias.objects.filter(pk__in=pks[start : start + BATCH]).delete()
