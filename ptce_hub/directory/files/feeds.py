"""Atom (RFC 4287): the records of a list that changed last."""

from operator import attrgetter
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ptce_hub.directory.files.columns import CONTROLS

LATEST = 50


def write_atom(extract):
    """In one piece, because short."""
    yield feed(extract, extract.title, extract.entries.order_by("-updated_at", "-pk"))


def feed(extract, title, entries, say=attrgetter("summary")):
    """The first of ``entries``, in their order, as the feed ``title``; ``say`` gives the words of each."""
    atom = Atom1Feed(
        title=f"{title} – PTCE Hub",
        link=extract.page,
        description=None,
        language="fr",
        author_name="PTCE Hub",
        feed_url=extract.twin,
        feed_guid=extract.twin,
    )
    host = urlsplit(extract.base).hostname
    for entry in entries.select_related("territory").prefetch_related("themes")[:LATEST]:
        page = extract.base + entry.get_absolute_url()
        atom.add_item(
            title=clean(entry.name),
            link=page,
            description=escape(clean(say(entry))) or None,
            unique_id=f"tag:{host},{entry.created_at:%Y-%m-%d}:{entry._meta.model_name}/{entry.pk}",
            pubdate=entry.created_at,
            updateddate=entry.updated_at,
            categories=[clean(theme.label) for theme in entry.themes.all()],
        )
    return atom.writeString("utf-8")


def clean(text):
    """Without what XML cannot hold."""
    return CONTROLS.sub("", text)
