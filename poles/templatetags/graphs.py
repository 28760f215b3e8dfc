"""What the pages of the graph say of a link or a node in few words."""

from django import template

from poles.graph.reading import COOPERATION
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.templatetags.french import period

register = template.Library()


@register.filter
def when(row):
    """The time of a link or of a node in words."""
    return period(date(row.since), date(row.until)) or "période non renseignée"


@register.filter
def told(tie):
    """« (convention, depuis 2013, degré 4 sur 6) »."""
    degree = ""
    if tie.kind == COOPERATION:
        degree = f", degré {tie.degree} sur 6" if tie.degree else ", degré non évalué"
    return f"({tie.nature_label}, {when(tie)}{degree})"


def date(text):
    return text and PartialDate.parse(text)
