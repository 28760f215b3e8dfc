"""Who is thanked on the page of a record: those whose proposals were kept, and who asked for it."""

from django.db.models import Exists, OuterRef

from ptce_hub.contributions.models import Proposal
from ptce_hub.directory.record_reading import also_read


def credited(model, key):
    return Proposal.objects.filter(
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
        object_id=key,
        state__in=[Proposal.State.ACCEPTED, Proposal.State.PARTLY],
    ).exclude(credit="")


@also_read("is_thanked_for")
def thanks_any(model):
    return Exists(credited(model, OuterRef("pk")))


def names_thanked(entry):
    """In the order of the decisions."""
    return list(dict.fromkeys(credited(type(entry), entry.pk).order_by("decided_at").values_list("credit", flat=True)))
