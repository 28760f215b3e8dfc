"""Who changes records, and why: said once around an act, written with every version that the act makes."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

LONGEST = 500  # characters

_why = ContextVar("why", default="")


@contextmanager
def because(reason):
    """Every version written within says ``reason``; an empty one leaves the reason of whoever calls."""
    token = _why.set(reason or _why.get())
    try:
        yield
    finally:
        _why.reset(token)


def reason_now():
    return _why.get()


def author_now():
    """The account whose request is being answered; None for a command."""
    user = getattr(getattr(HistoricalRecords.context, "request", None), "user", None)
    return user if user and user.is_authenticated else None


@receiver(pre_create_historical_record)
def say_why(history_instance, **kwargs):
    if not history_instance.history_change_reason:
        history_instance.history_change_reason = reason_now() or None
