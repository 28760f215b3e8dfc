from django.urls import path

from poles import views

urlpatterns = [
    path("poles/", views.PoleList.as_view(), name="poles"),
    path("poles/<slug:slug>/", views.PolePage.as_view(), name="pole"),
    path("cooperations/", views.CooperationList.as_view(), name="cooperations"),
    path("cooperations/<slug:slug>/", views.CooperationPage.as_view(), name="cooperation"),
    path("lieux/", views.PlaceList.as_view(), name="shared_places"),
    path("lieux/<slug:slug>/", views.PlacePage.as_view(), name="shared_place"),
    path("appels-a-projets/", views.CallList.as_view(), name="calls"),
    path("appels-a-projets/<slug:slug>/", views.CallPage.as_view(), name="call"),
    path("grille/", views.GridPage.as_view(), name="grid"),
]
