"""What changes in calendars without a save of the event itself."""

from django.db.models import Max
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from events.calendars.following import is_cancelled, touch
from events.models import Event, Session
from ptce_hub.directory.duplicates.snapshots import rows_put_back
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
def saved(sender, instance, raw, **kwargs):
    """Without ``Event.save``: the trash gives it back."""
    if not (raw or instance.__dict__.pop("_followed", False)):
        come_back(instance)


@receiver(rows_put_back, sender=Event)
def put_back(sender, keys, **kwargs):
    for event in Event._base_manager.filter(pk__in=keys):
        come_back(event)


def come_back(event):
    """As it was, it comes after what calendars last read: at most one revision more than its history knows."""
    latest = event.history.aggregate(Max("sequence"))["sequence__max"] or 0
    event.sequence, event.calendar_changed = max(latest, event.sequence) + 2, timezone.now()
    event.cancelled_on = cancelled_since(event)
    kept = {name: getattr(event, name) for name in ("sequence", "calendar_changed", "cancelled_on")}
    Event._base_manager.filter(pk=event.pk).update(**kept)


def cancelled_since(event):
    if event.is_published and not is_cancelled(event):
        return None
    return event.cancelled_on or (timezone.localdate() if event.is_published else None)
