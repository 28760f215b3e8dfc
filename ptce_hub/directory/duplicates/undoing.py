"""One merge undone: the very same rows come back, or nothing does and the reason is said."""

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.duplicates.planning import Refused
from ptce_hub.directory.duplicates.snapshots import by_label, columns_of, images_of, put_back, same, whole
from ptce_hub.directory.models import Entry
from ptce_hub.directory.rights import refuse, scopes
from ptce_hub.directory.search.indexing import write
from ptce_hub.directory.search.models import SearchEntry
from ptce_hub.territories.models import Territory

#: Made of the records: made again when they are no longer as the merge left them.
DERIVED = {"directory.SearchEntry", "directory.SearchWord"}


def undo(record, user):
    """Put back every row that the merge changed; ``Refused``, and nothing changed, when one was changed since."""
    try:
        with transaction.atomic():
            record = MergeRecord.objects.select_for_update().get(pk=record.pk)
            if record.undone_at:
                raise Refused("Cette fusion est déjà annulée.")
            if not record.changes:
                raise Refused("Cette fusion est trop ancienne pour être annulée.")
            index, rows = split(record.changes)
            for entry in (record.kept, *coming_back(rows)):
                if entry:
                    refuse(user, "merge", entry)
            refuse_changed(rows)
            refuse_orphans(rows)
            put_back(rows)
            put_index_back(index)
            record.undone_by, record.undone_at, record.changes = user, timezone.now(), []
            record.save(update_fields=["undone_by", "undone_at", "changes"])
    except IntegrityError as error:
        raise Refused(
            "Annuler n'est plus possible : une fiche ou un lien enregistré depuis prend la place de ce qui reviendrait."
        ) from error
    return record


def coming_back(changes):
    """The records that were merged into another, as they were: their territories say who may give them back."""
    for label, key, before, after in changes:
        model = apps.get_model(label)
        if after is None and issubclass(model, Entry) and model._meta.get_field("slug").model is model:
            entry = model(**{field.attname: whole(field, before[field.attname]) for field in columns_of(model)})
            entry._prefetched_objects_cache = {
                field.name: Territory.objects.filter(pk__in=held(changes, field, key)) for field in scopes(model)
            }
            yield entry


def held(changes, field, key):
    """The keys that the list ``field`` of the record had."""
    owner, far = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    label = field.remote_field.through._meta.label
    return [before[far] for name, _, before, _ in changes if name == label and before and before[owner] == key]


def split(changes):
    """Those of the search, and the others."""
    index = [change for change in changes if change[0] in DERIVED]
    return index, [change for change in changes if change[0] not in DERIVED]


def refuse_changed(changes):
    now = images_of((label, key) for label, key, _, _ in changes)
    for label, key, before, after in changes:
        there = now.get((label, key))
        if not same(label, there, after):
            raise Refused(
                f"Annuler n'est plus possible : {named(label, after or before)} {what_happened(label, there, after)} "
                "depuis la fusion."
            )


def named(label, image):
    """« structure « La Fabrique » », or the noun and what identifies the row best."""
    model = apps.get_model(label)
    words = next((image[name] for name in ("name", "title", "label", "slug") if image.get(name)), "")
    noun = str(model._meta.verbose_name)
    return f"{noun} « {words} »" if words else f"{noun} n° {image.get('id', '')}".strip(" n°")


def what_happened(label, there, after):
    if there is None:
        return "a été supprimé"
    if after is None:
        return "a été rétabli"
    fields = {field.attname: str(field.verbose_name) for field in columns_of(apps.get_model(label))}
    changed = [fields[name] for name in fields if there[name] != after[name] and name != "updated_at"]
    return f"a été modifié ({', '.join(changed)})" if changed else "a été enregistré de nouveau"


def refuse_orphans(changes):
    """A row cannot come back to a record that is gone."""
    coming = {(label, key) for label, key, before, _ in changes if before is not None}
    wanted = {}
    for label, _, before, _ in changes:
        for field in columns_of(apps.get_model(label)) if before is not None else ():
            if (
                field.is_relation
                and field.remote_field
                and getattr(field, "db_constraint", True)
                and before[field.attname] is not None
            ):
                wanted.setdefault((field.related_model._meta.label, before[field.attname]), named(label, before))
    for label, keys in by_label(wanted.keys() - coming).items():
        model = apps.get_model(label)
        there = set(model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        for key in set(keys) - there:
            raise Refused(
                f"Annuler n'est plus possible : {wanted[label, key]} était lié à un autre enregistrement "
                f"({model._meta.verbose_name} n° {key}), supprimé depuis."
            )


def put_index_back(changes):
    """The search as it was; what another change has touched since is made again."""
    now = images_of((label, key) for label, key, _, _ in changes)
    left = [change for change in changes if now.get((change[0], change[1])) == change[3]]
    put_back([change for change in left if change[0] == "directory.SearchEntry"])
    nouns = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Entry)}
    for label, key, before, after in changes:
        if label == "directory.SearchEntry" and now.get((label, key)) != after:
            image = before or after
            write(nouns[image["kind"]], [image["object_id"]])
    put_back([change for change in left if change[0] == "directory.SearchWord" and not is_used(change[1])])


def is_used(word):
    """Whether a public record has the word, that the merge was the first to show."""
    holding = Q(title__contains=word) | Q(place__contains=word) | Q(body__contains=word)
    return SearchEntry.objects.filter(holding, public=True).exists()
