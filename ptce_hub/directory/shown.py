"""Related rows as the public may see them."""

from django.db.models import Prefetch, Q

from ptce_hub.directory.models import Status


def shown(model, accessor, other=None, *more):
    """Prefetch the published rows of ``accessor``; of links, those whose ``other`` end is published or unnamed.

    ``more`` names what else to read with each row. Given by name, because the apps above are not imported here.
    """
    rows = model._meta.get_field(accessor).related_model._default_manager.all()
    if other is None:
        rows = rows.published()
    else:
        rows = rows.filter(Q(**{f"{other}__status": Status.PUBLISHED}) | Q(**{f"{other}__isnull": True}))
    wanted = [name for name in (other, *more) if name]
    return Prefetch(accessor, rows.select_related(*wanted) if wanted else rows)
