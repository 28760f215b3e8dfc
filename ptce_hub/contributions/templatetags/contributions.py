"""What contributions add to the pages of records and lists."""

from django import template

from ptce_hub.contributions.nouns import BY_MODEL
from ptce_hub.contributions.thanking import names_thanked

register = template.Library()

register.filter(names_thanked)


@register.filter
def may_be_written(entry):
    """Whether the record has a page to write to who answers for it."""
    return BY_MODEL[entry._meta.model].may_be_written


@register.simple_tag
def may_be_new(model):
    """How to name what may be proposed to a list of these records; nothing when it may not."""
    noun = BY_MODEL[model._meta.model]
    return noun if noun.may_be_new else None
