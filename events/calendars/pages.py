"""Two pages about a list of events: how to follow it in one's own calendar, and the list to show on another site."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView

from events.calendars.naming import filters_said, named
from events.filters import coming
from events.views import EventList
from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.history.days import PARAMETER
from ptce_hub.directory.templatetags.twins import SHOWING, asked

MOST = 20  # events in the list to embed
IN_FRAMES = settings.SECURE_CSP | {"frame-ancestors": ["*"]}


class ListPage(TemplateView):
    """About the list that the query string asks for; a wrong value is named, as on the list."""

    def get_context_data(self, **kwargs):
        pages = EventList()
        self.filterset = pages.filterset(self.request.GET)
        context = super().get_context_data(pages=pages, filterset=self.filterset, **kwargs)
        if self.filterset.is_right:
            filters = filters_said(self.filterset, self.request.GET)
            query, base = asked(self.request, *SHOWING, PARAMETER), base_of(self.request)
            context |= {"filters": filters, "name": named(pages.title, filters), "query": query}
            context |= self.about(base, query, context["name"])
        return context

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=200 if self.filterset.is_right else 400, **kwargs)


class FollowEvents(ListPage):
    template_name = "events/follow.html"

    def about(self, base, query, name):
        address = base + reverse("events.ics") + query
        webcal = urlsplit(address)._replace(scheme="webcal").geturl()
        outlook = urlencode({"url": address, "name": f"{name} – PTCE Hub"})
        return {
            "address": address,
            "webcal": webcal,
            "google": f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal})}",
            "outlook": f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
            "office": f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
            "most": MOST,
            "frame": base + reverse("embed_events") + query,
        }


@method_decorator([xframe_options_exempt, csp_override(IN_FRAMES)], "dispatch")
class EmbedEvents(ListPage):
    """In a frame of any site: links open outside of it."""

    template_name = "events/embed.html"

    def about(self, base, query, name):
        events = self.filterset.qs.filter(coming()).select_related("territory__department", "territory__region")
        found = list(events.order_by("start", "start_time", "sort_name", "pk")[: MOST + 1])
        return {"events": found[:MOST], "more": len(found) > MOST}
