"""What the cards of a list say in few words."""

from django import template

register = template.Library()


@register.filter
def place(territory, unknown="lieu non renseigné"):
    """``Trévoux (Ain, Auvergne-Rhône-Alpes)``: the territory and what tells where it is."""
    if territory is None:
        return unknown
    names = around(territory)
    return f"{territory.name} ({names})" if names else territory.name


@register.filter
def around(territory):
    """``Ain, Auvergne-Rhône-Alpes``; overseas, where both have one name, it is said once."""
    holders = [territory.department, territory.region]
    return ", ".join(dict.fromkeys(each.name for each in holders if each and each.name != territory.name))
