"""The addresses of the test: /grille/test/…; of what a référent does with it: /grille/referent/…"""

from django.urls import path

from poles.models import Cooperation, Pole
from ptce_hub.contributions.diagnosing import here, published, referents, testing
from ptce_hub.contributions.nouns import BY_MODEL

TEST = "grille/test/<slug:secret>"

urlpatterns = [
    path("grille/test/", testing.Start.as_view(), name="grid_test"),
    path("grille/test/commencer/", testing.Begin.as_view(), name="grid_test_begin"),
    path("grille/test/efface/", testing.Erased.as_view(), name="grid_test_erased"),
    path("grille/test/navigateur/<int:step>/", here.HereStep.as_view(), name="grid_test_here"),
    path("grille/test/navigateur/resultat/", here.HereResult.as_view(), name="grid_test_here_result"),
    path("grille/referent/<str:token>/lecture/", referents.Side.as_view(), name="grid_referent_reading"),
    path("grille/referent/<str:token>/", referents.Notebook.as_view(), name="grid_referent"),
    path(f"{TEST}/", testing.Home.as_view(), name="grid_test_home"),
    path(f"{TEST}/<int:step>/", testing.Step.as_view(), name="grid_test_step"),
    path(f"{TEST}/resultat/", testing.Result.as_view(), name="grid_test_result"),
    path(f"{TEST}/resultat.csv", testing.ResultFile.as_view(written=testing.as_csv), name="grid_test_csv"),
    path(f"{TEST}/resultat.pdf", testing.ResultFile.as_view(written=testing.as_pdf), name="grid_test_pdf"),
]
for noun in (BY_MODEL[Pole], BY_MODEL[Cooperation]):
    urlpatterns.append(
        path(
            f"{noun.word}/<slug:slug>/grille/",
            published.RecordReadings.as_view(noun=noun),
            name=f"grid_{noun.name}",
        )
    )
