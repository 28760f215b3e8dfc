"""What changes in calendars without a save of the event itself."""

from django.db.models import Max
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from events.calendars.following import touch
from events.models import Event, Session
from ptce_hub.directory.models import Theme


@receiver(m2m_changed, sender=Event.themes.through)
def themes_changed(sender, instance, action, pk_set, **kwargs):
    """Told from the event's side: the history of records knows no other."""
    if action == "post_clear" or (action in ("post_add", "post_remove") and pk_set):
        touch(Event, {instance.pk})


@receiver(post_save, sender=Theme)
def theme_renamed(sender, instance, created, **kwargs):
    if not created:
        touch(Event, Event.themes.through.objects.filter(theme=instance).values("event"))


@receiver(post_delete, sender=Session)
def session_gone(sender, instance, **kwargs):
    touch(Event, {instance.event_id})


@receiver(post_save, sender=Event)
def come_back(sender, instance, raw, **kwargs):
    """An event put back as it was, by the trash or the undoing of a merge, comes after what calendars last read.

    They may have read one revision more than its history knows: that of its deletion.
    """
    if raw or instance.__dict__.pop("_followed", False):
        return
    latest = instance.history.aggregate(Max("sequence"))["sequence__max"] or 0
    instance.sequence, instance.calendar_changed = max(latest, instance.sequence) + 2, timezone.now()
    rows = Event._base_manager.filter(pk=instance.pk)
    rows.update(sequence=instance.sequence, calendar_changed=instance.calendar_changed)
