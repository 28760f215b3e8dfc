from django.urls import path

from events import views
from events.calendars.views import EventCalendar
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    path("evenements/<slug:slug>.ics", EventCalendar.as_view(), name="event_calendar"),
    *addresses_of("evenements", views.EventList, views.EventPage, "event"),
]
