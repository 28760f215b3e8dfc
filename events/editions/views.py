"""The editions of the *Mois de l'ESS*, each edition, and its part in any territory."""

import datetime
from functools import cached_property

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views import View
from django.views.generic import TemplateView

from events.editions.addresses import page_of_edition, short_of_edition, widest_called
from events.editions.linked_data import edition_data
from events.editions.parts import around, parts_told
from events.editions.pdf import MOST, programme_pdf
from events.editions.programme import Programme, by_day, dates_of, days_of, in_order
from events.editions.qr import inline_svg
from events.models import EssMonth, Event
from events.periods import Month, coming
from events.views import MONTH, EventList
from ptce_hub.directory.addresses import moved_for_good
from ptce_hub.directory.files.exports import base_of, twin_name
from ptce_hub.directory.files.share_image import draw, png
from ptce_hub.directory.listing.facets import printable
from ptce_hub.directory.listing.nearby import keys_of_each, nearest_holding, standing_in
from ptce_hub.directory.listing.paging import page_of
from ptce_hub.directory.maps.views import MAP
from ptce_hub.directory.models import Status
from ptce_hub.directory.templatetags.french import typo
from ptce_hub.territories.levels import KINDS_BY_WORD
from ptce_hub.territories.models import Kind, Territory

FIRST = 12  # events of the programme on the page of figures
PRINTED = 40  # on a page of the programme
PROGRAMME = "programme"
ORGANISERS = 30


class EditionList(TemplateView):
    template_name = "events/editions.html"

    def get_context_data(self, **kwargs):
        shown = Count("events", filter=Q(events__status=Status.PUBLISHED))
        editions = EssMonth.objects.annotate(total=shown).order_by("-year")
        told = [(edition, dates_of(edition), page_of_edition(edition)) for edition in editions]
        return super().get_context_data(editions=told, **kwargs)


class Refused(Exception):
    """A value of the address that is wrong: says which, and the way out."""


class OfEdition(View):
    """What stands at the address of an edition, perhaps in a territory that may have been joined to another."""

    route = "ess_month"

    def dispatch(self, request, *args, year, level=None, slug=None, **kwargs):
        self.edition = EssMonth.objects.filter(year=year).first()
        if self.edition is None:
            raise Http404(f"Aucune édition {year} du Mois de l’ESS n’est enregistrée.")
        self.territory = None
        if level is not None:
            if level not in KINDS_BY_WORD:
                raise Http404(f"« {level} » n’est pas un niveau de territoire : {', '.join(KINDS_BY_WORD)}.")
            around_it = Territory.objects.filter(kind=KINDS_BY_WORD[level])
            self.territory = around_it.select_related("region", "department", "epci").filter(slug=slug).first()
            if self.territory is None:
                return self.moved(around_it, slug)
            if self.territory.kind == Kind.COUNTRY:
                return redirect(page_of_edition(self.edition, None, self.route))
        try:
            return super().dispatch(request)
        except Refused as mistake:
            said = {"title": self.title, "mistake": mistake, "page": page_of_edition(self.edition, self.territory)}
            return render(request, "events/edition_refused.html", said, status=400)

    def moved(self, of_kind, slug):
        heirs = list(of_kind.formerly_at(slug).distinct()[:2])
        if not heirs:
            raise Http404(f"Aucun territoire à l’adresse « {slug} ».")
        if len(heirs) > 1:
            return redirect(f"{reverse('territories')}?{urlencode({'q': slug.replace('-', ' ')})}")
        return moved_for_good(self.request, page_of_edition(self.edition, heirs[0], self.route))

    @property
    def title(self):
        return f"{self.edition}, {self.territory}" if self.territory else str(self.edition)

    @cached_property
    def programme(self):
        return Programme(self.edition, self.territory)

    def whole(self, path):
        return base_of(self.request) + path


class EditionPage(OfEdition, TemplateView):
    """Figures and the first events, or with ``?vue=programme`` all of them to print; ``?jour=`` keeps one day."""

    def get_template_names(self):
        return ["events/edition_programme.html" if self.is_programme else "events/edition.html"]

    def get(self, request, *args, **kwargs):
        view = request.GET.get("vue", "")
        if view not in ("", PROGRAMME):
            raise Refused(f"La vue (vue) « {printable(view)} » n’existe pas : retirez-la, ou écrivez {PROGRAMME}.")
        self.is_programme = view == PROGRAMME
        self.day = self.asked_day(request.GET.get("jour", ""))
        return super().get(request, *args, **kwargs)

    def asked_day(self, text):
        try:
            return datetime.date.fromisoformat(text) if text else None
        except ValueError:
            wrong = (
                f"Le jour (jour) « {printable(text)} » n’existe pas : écrivez par exemple {self.edition.year}-11-14."
            )
            raise Refused(wrong) from None

    def get_context_data(self, **kwargs):
        programme, path = self.programme, page_of_edition(self.edition, self.territory)
        rows = page_of(in_order(self.events()), self.request, "programme", PRINTED if self.is_programme else FIRST)
        return super().get_context_data(
            title=self.title,
            edition=self.edition,
            territory=self.territory,
            dates=dates_of(self.edition),
            programme=programme,
            days=by_day(rows.object_list),
            rows=rows,
            day=self.day,
            path=path,
            pdf=page_of_edition(self.edition, self.territory, "ess_month.pdf"),
            image=self.whole(page_of_edition(self.edition, self.territory, "ess_month.png")),
            address=self.whole(path),
            short=self.whole(short_of_edition(self.edition, self.territory)).partition("://")[2],
            qr=inline_svg(self.whole(path)),
            base=base_of(self.request).partition("://")[2],
            too_many=programme.count > MOST,
            most=MOST,
            organisers=organisers(self.edition, self.territory),
            **({} if self.is_programme else self.figures()),
            **kwargs,
        )

    def events(self):
        """Those of the day asked for; beside the figures, those still to come, when there are too many for all."""
        if self.day:
            return self.programme.on(self.day)
        events = self.programme.events
        if self.is_programme or self.programme.count <= FIRST:
            return events
        still = events.filter(coming())
        return still if still.exists() else events

    def figures(self):
        query = {"edition": self.edition.year}
        if self.territory:
            query["territoire"] = self.territory.ref
        listed = f"{reverse('events')}?{urlencode(query)}"
        empty = self.territory and not self.programme.count
        near = self.nearest() if empty else None
        return {
            "listed": listed,
            "mapped": f"{listed}&vue={MAP}",
            "monthly": f"{listed}&vue={MONTH}&mois={Month.of(days_of(self.edition)[0]).iso}",
            "twins": [
                (form, f"{reverse(twin_name(EventList, form))}?{urlencode(query)}") for form in EventList.formats
            ],
            "parts": parts_told(self.programme),
            "themes": self.programme.by_theme(),
            "around": around(self.programme) if self.territory else [],
            "near": near and (*near, page_of_edition(self.edition, near[1])),
            "followed": f"{reverse('follow_events')}?{urlencode(query)}",
            "beside": self.beside(),
            "data": edition_data(self.edition, self.territory, base_of(self.request)),
        }

    def nearest(self):
        """``(km, territory)`` of the nearest of the same level that has an event of the edition, or None."""
        events = self.programme.everywhere
        return nearest_holding(self.territory, keys_of_each(events), lambda keys: standing_in(events, keys).exists())

    def beside(self):
        """The editions just before and just after, with their pages for the same territory."""
        editions = EssMonth.objects.all()
        before = editions.filter(year__lt=self.edition.year).order_by("-year").first()
        after = editions.filter(year__gt=self.edition.year).order_by("year").first()
        return [each and (each, page_of_edition(each, self.territory)) for each in (before, after)]


def organisers(edition, territory):
    """Who organises the edition: everywhere, or there, in what holds that place, and in what it was made of."""
    rows = edition.organisers.select_related("structure", "territory").order_by("territory__name", "pk")
    if territory:
        holding = Territory.objects.covering(territory).order_by().values("pk")
        former = Territory.objects.within(territory).filter(kind=Kind.FORMER_REGION).values("pk")
        rows = rows.filter(Q(territory=territory) | Q(territory__in=holding) | Q(territory__in=former))
    return [row for row in rows[:ORGANISERS] if row.structure is None or row.structure.is_published]


class EditionPdf(OfEdition):
    """The whole programme, ready to print."""

    route = "ess_month.pdf"
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        count = self.programme.count
        if count > MOST:
            raise Refused(
                f"Ce programme compte {count} événements : un PDF en tient {MOST} au plus. Choisissez un territoire "
                "plus petit sur la page de l’édition."
            )
        return programme_pdf(self.programme, self.title, self.whole)


class EditionImage(OfEdition):
    """The picture that social networks show with a link to the edition."""

    route = "ess_month.png"

    def get(self, request):
        facts = typo(self.edition), dates_of(self.edition).capitalize(), str(self.territory or "Partout en France")
        return png(f"share:edition:{hash(facts)}", lambda: draw(*facts))


class EditionShort(View):
    """From the short address of a poster to the page."""

    def get(self, request, year, slug=None):
        edition = EssMonth.objects.filter(year=year).first()
        territory = widest_called(slug) if slug else None
        if edition is None or (slug and territory is None):
            raise Http404("Cette adresse courte ne mène à aucune édition : vérifiez l’année et le nom du territoire.")
        return redirect(page_of_edition(edition, territory))


class EventShort(View):
    """From the short address of an event, as programmes print it, to its page."""

    def get(self, request, pk):
        event = Event.objects.published().filter(pk=pk).only("slug").first()
        if event is None:
            raise Http404("Cette adresse courte ne mène à aucun événement publié.")
        return redirect(event)
