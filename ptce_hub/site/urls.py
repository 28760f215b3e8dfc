from django.urls import path

from ptce_hub.site import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("territoires/", views.TerritorySearch.as_view(), name="territories"),
    path("territoires/<slug:level>/<slug:slug>/", views.TerritoryPage.as_view(), name="territory"),
    path("a-propos/", views.About.as_view(), name="about"),
]
