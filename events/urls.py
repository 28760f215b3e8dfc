from events import views
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *addresses_of("evenements", views.EventList, views.EventPage, "event"),
]
