from django.urls import path

from actors import views

urlpatterns = [
    path("acteurs/", views.StructureList.as_view(), name="structures"),
    path("acteurs/<slug:slug>/", views.StructurePage.as_view(), name="structure"),
    path("reseaux/", views.NetworkList.as_view(), name="networks"),
    path("reseaux/<slug:slug>/", views.NetworkPage.as_view(), name="network"),
    path("accompagnement/", views.SupportOfferList.as_view(), name="support_offers"),
    path("accompagnement/<slug:slug>/", views.SupportOfferPage.as_view(), name="support_offer"),
]
