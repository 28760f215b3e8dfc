"""Every address of the site; nothing imports this module."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("ptce_hub.site.urls")),
    path("", include("poles.urls")),
    path("", include("actors.urls")),
    path("", include("events.urls")),
    path("admin/", admin.site.urls),
]
