from django.urls import path

from events.calendars.pages import EmbedEvents, FollowEvents
from events.calendars.views import EventCalendar
from events.editions import urls as editions
from events.record_pages import EventPage
from events.views import EventList
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *editions.urlpatterns,
    path("evenements/<slug:slug>.ics", EventCalendar.as_view(), name="event_calendar"),
    path("evenements/s-abonner/", FollowEvents.as_view(), name="follow_events"),
    path("evenements/integrer/", EmbedEvents.as_view(), name="embed_events"),
    *addresses_of("evenements", EventList, EventPage, "event"),
]
