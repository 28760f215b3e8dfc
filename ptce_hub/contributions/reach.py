"""Which proposals concern a moderator: those of the records, or of the places, of their territory."""

from django.db.models import Q

from ptce_hub.contributions.nouns import NOUNS, noun_of
from ptce_hub.directory.rights import in_reach, is_national, places_of


def within_reach(user, proposals):
    if is_national(user):
        return proposals
    condition = Q(object_id=None, territory__in=places_of(user))
    present = set(proposals.order_by().values_list("content_type", flat=True).distinct())
    for noun in NOUNS:
        if noun.content_type.pk in present:
            told_of = proposals.order_by().filter(content_type=noun.content_type, object_id__isnull=False)
            records = noun.model.objects.order_by().filter(pk__in=told_of.values("object_id"))
            condition |= Q(content_type=noun.content_type, object_id__in=in_reach(user, records).values("pk"))
    return proposals.filter(condition)


def concerned(proposal):
    """The record that the proposal is about, or what it would become: its place says who decides."""
    return proposal.record or noun_of(proposal.content_type).model(territory=proposal.territory)
