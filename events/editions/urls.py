from django.urls import path

from events.editions import views

PAGES = (
    ("", views.EditionPage, "ess_month", ""),
    ("programme.pdf", views.EditionPdf, "ess_month", ".pdf"),
    ("partage.png", views.EditionImage, "ess_month", ".png"),
)

urlpatterns = [
    path("mois-ess/", views.EditionList.as_view(), name="ess_months"),
    *(
        path(f"mois-ess/<int:year>/{place}{word}", view.as_view(), name=f"{name}{suffix}{ending}")
        for place, suffix in (("", ""), ("<slug:level>/<slug:slug>/", "_territory"))
        for word, view, name, ending in PAGES
    ),
    path("m/<int:year>/", views.EditionShort.as_view(), name="ess_month_short"),
    path("m/<int:year>/<slug:slug>/", views.EditionShort.as_view(), name="ess_month_territory_short"),
    path("e/<int:pk>/", views.EventShort.as_view(), name="event_short"),
]
