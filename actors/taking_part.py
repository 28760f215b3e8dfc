"""In which poles and cooperations a structure takes part, and when. By name: the apps above are not imported here."""

from django.db.models import Q

from actors.models import Structure
from ptce_hub.directory.history.days import PERIOD

TIES = (("memberships", "pole"), ("participations", "cooperation"))


def taking_part(among, span=None):
    """The condition of taking part in a published record that ``among`` keeps, at a time that may meet the ``span``."""
    condition = Q()
    for accessor, end in TIES:
        tie = Structure._meta.get_field(accessor).related_model
        records = among(tie._meta.get_field(end).related_model.objects.published())
        ties = tie._base_manager.filter(structure__isnull=False, **{f"{end}__in": records.order_by().values("pk")})
        ties = ties.filter(span.may_meet(PERIOD)) if span else ties
        condition |= Q(pk__in=ties.values("structure"))
    return condition
