"""When a record changes, or what it is tied to, the search follows in the same transaction."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from ptce_hub.directory.models import Entry, Link, Theme
from ptce_hub.directory.search.indexing import naming, nouns, refresh, write, write_namers


@receiver(post_save)
def follow_save(sender, instance, raw=False, **kwargs):
    if raw:  # what it is tied to may not be there yet: ``rebuild_search`` follows a ``loaddata``
        return
    if issubclass(sender, Entry):
        refresh(sender, instance.pk)
    elif issubclass(sender, Link):
        refresh_ends(instance)
    elif issubclass(sender, Theme):
        for noun in nouns():
            write(noun, list(noun._base_manager.filter(themes=instance).values_list("pk", flat=True)))


@receiver(pre_delete)
def remember_those_naming(sender, instance, **kwargs):
    """While its ties are still there."""
    if issubclass(sender, Entry):
        instance._named_by = list(naming(sender, [instance.pk]))


@receiver(post_delete)
def follow_deletion(sender, instance, **kwargs):
    if issubclass(sender, Entry):
        refresh(sender, instance.pk)
        for noun, keys in instance._named_by:
            write_namers(noun, keys)
    elif issubclass(sender, Link):
        refresh_ends(instance)


@receiver(m2m_changed)
def follow_ties(sender, instance, action, pk_set, model, **kwargs):
    if action not in {"post_add", "post_remove", "post_clear"}:
        return
    if isinstance(instance, Entry):
        refresh(type(instance), instance.pk)
    if issubclass(model, Entry):
        for pk in pk_set or ():
            refresh(model, pk)


def refresh_ends(link):
    """The records that a tie joins."""
    for field in link._meta.fields:
        if field.is_relation and issubclass(field.related_model, Entry) and getattr(link, field.attname):
            refresh(field.related_model, getattr(link, field.attname))
