from django.urls import path

from poles import views
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *addresses_of("poles", views.PoleList, views.PolePage, "pole"),
    *addresses_of("cooperations", views.CooperationList, views.CooperationPage, "cooperation"),
    *addresses_of("lieux", views.PlaceList, views.PlacePage, "shared_place"),
    *addresses_of("appels-a-projets", views.CallList, views.CallPage, "call"),
    path("grille/", views.GridPage.as_view(), name="grid"),
]
