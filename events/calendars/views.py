"""The calendars that one may follow: that of any list, that of one event."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views import View

from events.calendars.files import COMPONENTS, Calendar, written
from events.calendars.moments import moments
from events.calendars.naming import filters_said, named
from events.calendars.withdrawn import among, gone, taken_in
from events.filters import EventFilter
from events.models import Event
from ptce_hub.directory.files.exports import Format, Twin, base_of
from ptce_hub.directory.models import FormerSlug, Status
from ptce_hub.directory.search.hits import keys_of

CONTENT_TYPE = "text/calendar; charset=utf-8"


def conditional(request, calendar):
    """The calendar, or 304 for whoever has these very bytes; nobody keeps it without asking whether it still holds.

    No date of change is given: what leaves a list changes it without being younger than what stays.
    """
    etag = quote_etag(calendar.etag)
    response = HttpResponse(content_type=CONTENT_TYPE, headers={"ETag": etag, "Cache-Control": "no-cache"})
    answer = get_conditional_response(request, etag, None, response)
    if answer is response:
        response.content = calendar.body
    return answer


class CalendarFilter(EventFilter):
    """Words are also looked for in what has left the site: whoever had it learns that it is cancelled."""

    def having_words(self, entries, name, words):
        left = entries.exclude(status=Status.PUBLISHED)
        left = left.filter(pk__in=keys_of(Event, self.question, public=False))
        return super().having_words(entries, name, words) | left


class CalendarTwin(Twin):
    """The list's events that have a day, and for a while those that were cancelled or have left the site."""

    def filterset(self, noun, query):
        return CalendarFilter(query or None, queryset=Event.objects.in_calendars())

    def answer(self, extract, asked):
        components = COMPONENTS.of(asked.qs, extract.base) + among(asked, extract.base)
        title = f"{named(extract.title, filters_said(asked, self.request.GET))} – PTCE Hub"
        return conditional(self.request, Calendar(components, title=title, page=extract.page, address=extract.twin))


#: What ``Format.write`` would stream is made whole here, to be compared.
ICS = Format(".ics", "agenda", CONTENT_TYPE, None, followed="agenda", explained="follow_events", view=CalendarTwin)


class EventCalendar(View):
    """One event, to add to one's own calendar."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, slug):
        event = self.event(slug)
        if event is None:
            return self.moved(slug)
        base = base_of(request)
        page = base + event.get_absolute_url()
        title = event.name if event.is_published else "PTCE Hub"
        components = [written(each, base) for each in (event, *taken_in(event))]
        whole = Calendar(components, title=title, page=page, address=request.build_absolute_uri())
        response = conditional(request, whole)
        response["Content-Disposition"] = f'inline; filename="{slug}.ics"'
        response["X-Robots-Tag"] = "noindex"
        return response

    def event(self, slug):
        """A published one stays for ever, cancelled or not; one that has left the site, as long as in lists."""
        rows = Event.objects.select_related("territory__department").prefetch_related("themes", "sessions")
        event = rows.filter(slug=slug).first()
        if event is None:
            return None if self.now(slug) else next(iter(gone(slug=slug)), None)
        if event.is_published and moments(event) is None:
            raise Http404("Le jour de cet événement n’est pas connu : il ne peut pas entrer dans un agenda.")
        return event if event.is_published else rows.in_calendars().filter(slug=slug).first()

    def now(self, slug):
        """The published event that had this address."""
        former = FormerSlug.objects.of(Event).filter(slug=slug).first()
        return former and Event.objects.published().filter(pk=former.object_id).first()

    def moved(self, slug):
        event = self.now(slug)
        if event is None:
            raise Http404("Aucun événement publié n’a cet agenda.")
        return HttpResponsePermanentRedirect(reverse("event_calendar", args=[event.slug]))
