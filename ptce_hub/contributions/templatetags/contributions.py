"""What contributions add to the pages of records and lists."""

from functools import cache

from django import template

from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.directory.written import Written

register = template.Library()

ASKED_RECORD = 2**63 - 1  # stands for a key in the query written once: no record has it


@register.simple_tag
def thanked(entry):
    """The names that those whose proposals were kept asked to see here, in the order of the decisions: one query."""
    names = credits_written(entry._meta.app_label, entry._meta.model_name).rows_with({ASKED_RECORD: entry.pk})
    return list(dict.fromkeys(names))


@cache
def credits_written(app, model):
    kept = Proposal.objects.filter(
        content_type__app_label=app,
        content_type__model=model,
        object_id=ASKED_RECORD,
        state__in=[Proposal.State.ACCEPTED, Proposal.State.PARTLY],
    ).exclude(credit="")
    return Written(kept.order_by("decided_at").values_list("credit", flat=True))


@register.filter
def may_be_written(entry):
    """Whether the record has a page to write to who answers for it."""
    return BY_MODEL[entry._meta.model].may_be_written


@register.simple_tag
def may_be_new(model):
    """How to name what may be proposed to a list of these records; nothing when it may not."""
    noun = BY_MODEL[model._meta.model]
    return noun if noun.may_be_new else None
