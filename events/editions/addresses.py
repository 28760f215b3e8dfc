"""The addresses of an edition's pages: the whole ones, and the short ones for posters."""

from django.urls import reverse

from ptce_hub.territories.levels import BY_WIDTH, URL_WORDS
from ptce_hub.territories.models import Kind, Territory


def page_of_edition(edition, territory=None, name="ess_month"):
    """The path of the edition's page, or of its part in the territory; ``name`` may be that of its PDF or picture."""
    if territory is None or territory.kind == Kind.COUNTRY:
        return reverse(name, args=[edition.year])
    stem, dot, ending = name.partition(".")
    return reverse(f"{stem}_territory{dot}{ending}", args=[edition.year, URL_WORDS[territory.kind], territory.slug])


def short_of_edition(edition, territory=None):
    """As above, for a poster: ``/m/2026/normandie/``, unless a wider territory has that name."""
    if territory is None or territory.kind == Kind.COUNTRY:
        return reverse("ess_month_short", args=[edition.year])
    if widest_called(territory.slug) != territory:
        return page_of_edition(edition, territory)
    return reverse("ess_month_territory_short", args=[edition.year, territory.slug])


def widest_called(slug):
    """The widest territory that has this end of address, one of today before a former one; None when none has."""
    return Territory.objects.filter(slug=slug).order_by("ended", BY_WIDTH, "pk").first()
