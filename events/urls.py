from django.urls import path

from events import views

urlpatterns = [
    path("evenements/", views.EventList.as_view(), name="events"),
    path("evenements/<slug:slug>/", views.EventPage.as_view(), name="event"),
]
