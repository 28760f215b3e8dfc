from django.urls import path

from ptce_hub.site import searching, views
from ptce_hub.site.components_page import ComponentsPage
from ptce_hub.site.territory_page import TerritoryPage
from ptce_hub.territories.views import outlines

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("recherche/", searching.Search.as_view(), name="search"),
    path("territoires/suggestions/", searching.TerritorySuggestions.as_view(), name="territory_suggestions"),
    path("territoires/", views.TerritorySearch.as_view(), name="territories"),
    path("territoires/<slug:level>/<slug:slug>/", TerritoryPage.as_view(), name="territory"),
    path("carte/contours.geojson", outlines, name="outlines"),
    path("composants/", ComponentsPage.as_view(), name="components"),
    path("a-propos/", views.About.as_view(), name="about"),
]
