"""What the cards of a list say in few words."""

from django import template

register = template.Library()


@register.filter
def place(territory, unknown="lieu non renseigné"):
    """``Trévoux (Ain, Auvergne-Rhône-Alpes)``: the territory and what tells where it is."""
    if territory is None:
        return unknown
    around = [territory.department, territory.region]
    names = [each.name for each in around if each and each.pk != territory.pk and each.name != territory.name]
    return f"{territory.name} ({', '.join(names)})" if names else territory.name
