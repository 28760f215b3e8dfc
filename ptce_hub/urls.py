"""Every address of the site; nothing imports this module."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("ptce_hub.site.urls")),
    path("", include("ptce_hub.contributions.urls")),  # « proposer » is no record
    path("", include("poles.urls")),
    path("", include("actors.urls")),
    path("", include("events.urls")),
    path("compte/", include("ptce_hub.accounts.urls")),
    path("admin/", admin.site.urls),
]
