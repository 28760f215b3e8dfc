"""What the directory published on a past day: versions of records that are still public today, by public columns."""

from django.db.models import Max, Min, Q
from django.utils import timezone

from ptce_hub.directory.files.columns import PLACE, Column
from ptce_hub.directory.history.differences import in_words
from ptce_hub.directory.listing.facets import RelatedFacet, ValueFacet
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.models import Entry, Status, Theme
from ptce_hub.territories.models import Containment, Kind, Territory

#: Columns that say nothing of the record, or that only today knows.
UNTOLD = {"identifiant", "page", "nom", "modifie_le"} | {column.name for column in PLACE[1:]}
#: Filters that show the list otherwise without narrowing it.
SHOWING = {"tri", "facette"}


def memory_began(model):
    """The day of the oldest version of a noun, None when it has none."""
    first = model.history.order_by().aggregate(first=Min("history_date"))["first"]
    return first and timezone.localtime(first).date()


def in_force(model, day, key=None):
    """The versions that the public could read at the end of ``day``, of records that it can still read.

    Archived or deleted since, a record stays hidden; ``key`` asks for one record only.
    """
    pk = model._meta.pk.attname
    written = model.history.filter(history_date__lt=day.after)
    public = model.objects.published()
    if key is not None:
        written, public = written.filter(**{pk: key}), public.filter(pk=key)
    latest = written.order_by().values(pk).annotate(last=Max("history_id")).values("last")
    versions = model.history.filter(history_id__in=latest, status=Status.PUBLISHED).exclude(history_type="-")
    return versions.filter(**{f"{pk}__in": public.order_by().values("pk")})


# --- One record -----------------------------------------------------------------------------------------------------


def facts(version, columns):
    """``(label, words)`` of what is public and known in the version; what it ties is named as it is today."""
    entry = as_it_was(version)
    told = [column for column in columns.all if isinstance(column, Column) and column.name not in UNTOLD]
    read = [(column.label, told_of(column, entry)) for column in told if column.kind != "page"]
    ties = [(field.verbose_name, ", ".join(names(version, field))) for field in version._history_m2m_fields]
    ties = [(label, words) for label, words in ties if label not in {label for label, _ in read}]
    return [("nom", version.name), *((label, words) for label, words in [*read, *ties] if words)]


def as_it_was(version):
    """The record of the version; what it names is read as it is today, if it is still public."""
    entry = version.instance
    for field in entry._meta.fields:
        key = getattr(entry, field.attname) if field.many_to_one else None
        if key is not None:
            rows = field.related_model._base_manager.filter(pk=key)
            if issubclass(field.related_model, Entry):
                rows = rows.filter(status=Status.PUBLISHED)
            setattr(entry, field.name, rows.first())
    themes = Theme.objects.filter(pk__in=version.themes.values("theme"))
    entry._prefetched_objects_cache = {"themes": themes}
    return entry


def told_of(column, entry):
    value = column.read(entry)
    return column.values.get(str(value), "") or in_words(value)


def names(version, field):
    ties = getattr(version, field.name)
    rows = field.related_model._base_manager.filter(pk__in=ties.values(f"{field.m2m_reverse_field_name()}_id"))
    if issubclass(field.related_model, Entry):
        rows = rows.filter(status=Status.PUBLISHED)
    return sorted(map(str, rows))


# --- Lists ----------------------------------------------------------------------------------------------------------


def narrowed_then(versions, asked):
    """The versions that answer the filters by what they said then; and the labels of the filters that cannot.

    ``asked`` is the list's own filter set, all its values right.
    """
    model, values, cannot = asked.queryset.model, asked.form.cleaned_data, []
    for name, value in values.items():
        each = asked.filters[name]
        if not value or name in SHOWING or (name == "portee" and value == Reach.HERE):
            continue
        if name == "territoire":
            versions = versions.filter(standing_then(model, value))
        elif isinstance(each, RelatedFacet) and each.path in tied(model):
            versions = having_then(versions, model, each, value)
        elif isinstance(each, ValueFacet) and not each.expression:
            versions = each.filter(versions, value)
        else:
            cannot.append(each.label)
    return versions, cannot


def tied(model):
    return {field.name: field for field in model.history.model._history_m2m_fields}


def having_then(versions, model, facet, words):
    ties = getattr(model.history.model, facet.path).model.objects
    known = tied(model)[facet.path].m2m_reverse_field_name()
    having = ties.filter(**{f"{known}__in": [facet.known[word][0] for word in words if word in facet.known]})
    condition = Q(history_id__in=having.values("history"))
    if set(words) - facet.known.keys():
        condition |= ~Q(history_id__in=ties.values("history"))
    return versions.filter(condition)


def standing_then(model, territory):
    """That the version stands in the territory, in its limits of today."""
    inside = Territory.objects.filter(
        Q(pk=territory.pk) | Q(pk__in=Containment.objects.filter(outer=territory, whole=True).values("inner"))
    ).values("pk")
    condition = Q(pk__in=[])
    for name in model.territory_fields:
        field = model._meta.get_field(name)
        if not field.many_to_many:
            anywhere = territory.kind == Kind.COUNTRY
            condition |= Q(**({f"{name}__isnull": False} if anywhere else {f"{name}__in": inside}))
        elif name in tied(model):
            ties = getattr(model.history.model, name).model.objects
            here = ties.filter(**{f"{field.m2m_reverse_field_name()}__in": inside})
            condition |= Q(history_id__in=here.values("history"))
    return condition
