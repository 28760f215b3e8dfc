"""What the pages say of an event: when it is, how it is held."""

from django import template

from events import wording

register = template.Library()

register.filter("when", wording.when)
register.filter("begins_at", wording.begins_at)
register.filter("holding", wording.holding)


@register.filter
def hours(row, event=None):
    """The hours of an event, or of a session of the ``event``."""
    return wording.hours_of(row, event or row)
