"""What machines read of a page: its twins, its address, its picture, its linked data."""

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from ptce_hub.directory.files.exports import base_of, formats_of, twin_name
from ptce_hub.directory.files.linked_data import dataset, record, script, territory, trail
from ptce_hub.directory.files.share_image import version

register = template.Library()

#: What of a list's address says how it is shown, not what it holds.
SHOWING = ("page", "vue", "tri", "facette")


def asked(request, *but):
    """The query string without what asks for nothing, nor the names in ``but``."""
    query = request.GET.copy()
    for name in [*query]:
        values = [value for value in query.getlist(name) if value and name not in but]
        query.setlist(name, values)
    text = query.urlencode()
    return f"?{text}" if text else ""


@register.inclusion_tag("components/twins.html", takes_context=True)
def twins(context, pages):
    """The same list in other formats, with the filters on screen."""
    query = asked(context["request"], *SHOWING)
    followed_at = next((reverse(form.explained) + query for form in formats_of(pages) if form.explained), "")
    return {
        "twins": [(form, reverse(twin_name(pages, form)) + query) for form in formats_of(pages)],
        "followed_at": followed_at,
    }


@register.inclusion_tag("components/page_head.html", takes_context=True)
def page_head(context):
    """Of a page that is neither a list nor a record; a page of error may have no request."""
    request = context.get("request")
    if request is None:
        return {}
    base = base_of(request)
    return {"address": base + request.path, "image": base + reverse("share_image")}


@register.inclusion_tag("components/list_head.html", takes_context=True)
def list_head(context, pages):
    request = context["request"]
    base, path = base_of(request), pages.address
    return {
        "title": pages.title,
        "description": pages.lead,
        "address": base + path + asked(request, "facette"),
        "image": base + reverse("share_image"),
        "feeds": [
            (form, base + reverse(twin_name(pages, form)) + asked(request, *SHOWING))
            for form in formats_of(pages)
            if form.followed
        ],
        "data": mark_safe(script(trail(base, (pages.title, path)), dataset(pages, base))),
    }


@register.inclusion_tag("components/record_head.html", takes_context=True)
def record_head(context, pages, entry):
    base, path = base_of(context["request"]), entry.get_absolute_url()
    way = trail(base, (pages.title, pages.address), (entry.name, path))
    return {
        "entry": entry,
        "address": base + path,
        "image": f"{base}{path}partage.png?v={version(entry)}",
        "data": mark_safe(script(record(pages, entry, base), way)),
    }


@register.simple_tag(takes_context=True)
def territory_data(context, place, holders):
    """The linked data of a territory's page, with the way to it."""
    base = base_of(context["request"])
    steps = [(each.name, each.get_absolute_url()) for each in (*holders, place)]
    way = trail(base, ("Territoires", reverse("territories")), *steps)
    return mark_safe(script(territory(place, holders, base), way))
