"""Which proposals concern a moderator: those of the records, or of the places, of their territory."""

from django.db.models import Q

from ptce_hub.contributions.nouns import NOUNS, noun_of
from ptce_hub.directory.rights import in_reach, inside, is_national, territories_of
from ptce_hub.territories.models import Territory


def within_reach(user, proposals):
    if is_national(user):
        return proposals
    places = Territory.objects.filter(inside(territories_of(user)))
    condition = Q(object_id=None, territory__in=places.values("pk"))
    for noun in NOUNS:
        records = in_reach(user, noun.model.objects.all()).order_by().values("pk")
        condition |= Q(content_type=noun.content_type, object_id__in=records)
    return proposals.filter(condition)


def concerned(proposal):
    """The record that the proposal is about, or what it would become: its place says who decides."""
    return proposal.record or noun_of(proposal.content_type).model(territory=proposal.territory)
