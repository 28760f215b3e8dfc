"""Atom (RFC 4287): the records of a list that changed last."""

from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ptce_hub.directory.columns import CONTROLS

LATEST = 50


def write_atom(extract):
    """In one piece, because short."""
    feed = Atom1Feed(
        title=f"{extract.title} – PTCE Hub",
        link=extract.page,
        description=None,
        language="fr",
        author_name="PTCE Hub",
        feed_url=extract.twin,
        feed_guid=extract.twin,
    )
    host = urlsplit(extract.base).hostname
    entries = extract.entries.select_related("territory").prefetch_related("themes").order_by("-updated_at", "-pk")
    for entry in entries[:LATEST]:
        page = extract.base + entry.get_absolute_url()
        feed.add_item(
            title=clean(entry.name),
            link=page,
            description=escape(clean(entry.summary)) or None,
            unique_id=f"tag:{host},{entry.created_at:%Y-%m-%d}:{entry._meta.model_name}/{entry.pk}",
            pubdate=entry.created_at,
            updateddate=entry.updated_at,
            categories=[clean(theme.label) for theme in entry.themes.all()],
        )
    yield feed.writeString("utf-8")


def clean(text):
    """Without what XML cannot hold."""
    return CONTROLS.sub("", text)
