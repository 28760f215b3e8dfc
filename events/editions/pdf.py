"""The programme of an edition as a PDF: A4, two columns, every letter with it."""

from dataclasses import dataclass

from django.core.cache import caches
from django.db.models import Max
from django.http import HttpResponse
from django.utils import timezone

from events.editions.addresses import page_of_edition, short_of_edition
from events.editions.leaflet import Block, Leaflet
from events.editions.programme import by_day, dates_of, in_order
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.templatetags.french import typo

MOST = 2000  # events
KEPT = 600  # seconds


def programme_pdf(programme, title, whole):
    """The answer; ``whole(path)`` makes an address whole."""
    name = page_of_edition(programme.edition, programme.territory).strip("/").replace("/", "-")
    state = programme.events.aggregate(changed=Max("updated_at"))["changed"]
    stamp = hash((name, whole("/"), programme.count, state, timezone.localdate(), programme.edition.opens))
    drawn = caches["drawn"]
    content = drawn.get_or_set(f"programme:{stamp}", lambda: written(programme, title, whole), KEPT)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


def written(programme, title, whole):
    return Leaflet(cover(programme, title, whole), blocks(programme, whole)).bytes()


@dataclass(frozen=True)
class Cover:
    """What stands above the columns of the first page; ``lines`` follow the title."""

    title: str
    lines: list
    short: str
    address: str


def cover(programme, title, whole):
    count = programme.count
    dates = dates_of(programme.edition)
    today = PartialDate.of(timezone.localdate())
    many = "s" if count > 1 else ""
    known = f"{count} événement{many} recensé{many} par PTCE Hub au {today}" if count else "Aucun événement recensé"
    lines = [dates[0].upper() + dates[1:], f"{known}. D’autres peuvent exister."]
    short = whole(short_of_edition(programme.edition, programme.territory)).partition("://")[2]
    return Cover(
        typo(title), list(map(typo, lines)), short, whole(page_of_edition(programme.edition, programme.territory))
    )


def blocks(programme, whole):
    """Headings and events, in order."""
    for heading, items in by_day(in_order(programme.events)[:MOST]):
        yield Block(heading=heading)
        for item in items:
            yield Block(
                name=typo(item.event.name),
                notice=typo(item.notice),
                above=typo(item.when),
                lines=tuple(typo(line) for line in (item.place, item.organisers and f"Par {item.organisers}") if line),
                short=whole(item.short).partition("://")[2],
                link=whole(item.event.get_absolute_url()),
            )
