"""What contributions add to the pages of records and lists."""

from django import template

from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.nouns import BY_MODEL

register = template.Library()


@register.simple_tag
def thanked(entry):
    """The names that those whose proposals were kept asked to see here, in the order of the decisions: one query."""
    kept = Proposal.objects.filter(
        content_type=BY_MODEL[entry._meta.model].content_type,
        object_id=entry.pk,
        state__in=[Proposal.State.ACCEPTED, Proposal.State.PARTLY],
    ).exclude(credit="")
    return list(dict.fromkeys(kept.order_by("decided_at").values_list("credit", flat=True)))


@register.filter
def may_be_written(entry):
    """Whether the record has a page to write to who answers for it."""
    return BY_MODEL[entry._meta.model].may_be_written


@register.simple_tag
def may_be_new(model):
    """How to name what may be proposed to a list of these records; nothing when it may not."""
    noun = BY_MODEL[model._meta.model]
    return noun if noun.may_be_new else None
