from django.urls import path

from ptce_hub.site import views
from ptce_hub.site.territory_page import TerritoryPage
from ptce_hub.territories.views import outlines

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("territoires/", views.TerritorySearch.as_view(), name="territories"),
    path("territoires/<slug:level>/<slug:slug>/", TerritoryPage.as_view(), name="territory"),
    path("carte/contours.geojson", outlines, name="outlines"),
    path("a-propos/", views.About.as_view(), name="about"),
]
