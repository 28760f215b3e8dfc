from django.urls import path

from poles import exchange_pages, record_pages, views
from poles.graph import urls as graph
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *addresses_of("poles", views.PoleList, record_pages.PolePage, "pole"),
    *addresses_of("cooperations", views.CooperationList, record_pages.CooperationPage, "cooperation"),
    *addresses_of("lieux", views.PlaceList, record_pages.PlacePage, "shared_place"),
    *addresses_of("appels-a-projets", views.CallList, record_pages.CallPage, "call"),
    *addresses_of("besoins-et-partages", views.ExchangeList, exchange_pages.ExchangePage, "exchange"),
    *graph.urlpatterns,
    path("grille/", views.GridPage.as_view(), name="grid"),
]
