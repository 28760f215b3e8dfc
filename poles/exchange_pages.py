"""The record of a need or of what is shared; once over, its page says so, and shows what is still on."""

from django.db.models import Case, Value, When
from django.shortcuts import render

from poles.matching import matches_of
from poles.models import Exchange
from poles.views import ExchangePages
from ptce_hub.directory.models import FormerSlug, Status
from ptce_hub.directory.views import EntryPage

SHOWN = 10  # answers at once
STILL_ON = 8
GONE = 410  # HTTP status


class ExchangePage(ExchangePages, EntryPage):
    template_name = "poles/exchange.html"

    def for_page(self, entries):
        return super().for_page(entries).select_related("pole", "structure")

    def get_context_data(self, **kwargs):
        found = matches_of(self.object)
        return super().get_context_data(
            answers=self.some(found, "reponses", SHOWN), answers_in_all=len(found), **kwargs
        )

    def moved(self, slug):
        over = over_at(slug)
        if over is None:
            return super().moved(slug)
        around = Exchange.objects.published().for_cards()
        if over.territory:
            around = around.within(over.territory.department or over.territory.region or over.territory)
        context = {
            "pages": self,
            "entry": over,
            "answers": matches_of(over)[:STILL_ON],
            "around": around.order_by(same_kind_first(over), "-created_at", "-pk")[:STILL_ON],
        }
        return render(self.request, "poles/exchange_over.html", context, status=GONE)


def same_kind_first(exchange):
    return Case(When(kind=exchange.kind, then=Value(0)), default=Value(1))


def over_at(slug):
    """What was published at this address, present or former, and is over."""
    published = Exchange.objects.filter(status=Status.PUBLISHED).select_related(
        "territory__department", "territory__region", "pole", "structure"
    )
    exchange = published.filter(slug=slug).first()
    if exchange is None and (former := FormerSlug.objects.of(Exchange).filter(slug=slug).first()):
        exchange = published.filter(pk=former.object_id).first()
    return exchange if exchange and exchange.is_over else None
