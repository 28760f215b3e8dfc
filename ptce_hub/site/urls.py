from django.contrib.sitemaps.views import index, sitemap
from django.urls import path

from ptce_hub.directory.files.share_image import SiteShareImage
from ptce_hub.site import discovery, open_data, searching, views
from ptce_hub.site.components_page import ComponentsPage
from ptce_hub.site.owed import Ecodesign, OwedPage, PersonalData
from ptce_hub.site.report.views import ReportFile, ReportPage
from ptce_hub.site.support import WhomToCall
from ptce_hub.site.territory_page import TerritoryPage
from ptce_hub.territories.views import outlines

SITEMAPS = {"sitemaps": discovery.SITEMAPS}

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("recherche/", searching.Search.as_view(), name="search"),
    path("territoires/suggestions/", searching.TerritorySuggestions.as_view(), name="territory_suggestions"),
    path("territoires/", views.TerritorySearch.as_view(), name="territories"),
    path("territoires/<slug:level>/<slug:slug>/", TerritoryPage.as_view(), name="territory"),
    path("territoires/<slug:level>/<slug:slug>/bilan/", ReportPage.as_view(), name="report"),
    path("territoires/<slug:level>/<slug:slug>/bilan.pdf", ReportFile.as_view(), name="report_file"),
    path("qui-appeler/", WhomToCall.as_view(), name="whom_to_call"),
    path("carte/contours.geojson", outlines, name="outlines"),
    path("composants/", ComponentsPage.as_view(), name="components"),
    path("a-propos/", views.About.as_view(), name="about"),
    path("donnees/", open_data.OpenData.as_view(), name="open_data"),
    path("donnees/schemas/<slug:word>.json", open_data.Schema.as_view(), name="schema"),
    path(f"donnees/{open_data.ARCHIVE}", open_data.Archive.as_view(), name="archive"),
    path("mentions-legales/", OwedPage.as_view(template_name="site/legal.html"), name="legal"),
    path("donnees-personnelles/", PersonalData.as_view(), name="personal_data"),
    path("accessibilite/", OwedPage.as_view(template_name="site/accessibility.html"), name="accessibility"),
    path("ecoconception/", Ecodesign.as_view(), name="ecodesign"),
    path("contact/", OwedPage.as_view(template_name="site/contact.html"), name="contact"),
    path("plan-du-site/", discovery.SiteMap.as_view(), name="site_map"),
    path("partage.png", SiteShareImage.as_view(), name="share_image"),
    path("robots.txt", discovery.Robots.as_view(), name="robots"),
    path("opensearch.xml", discovery.OpenSearch.as_view(), name="opensearch"),
    path("site.webmanifest", discovery.Manifest.as_view(), name="manifest"),
    path("sitemap.xml", index, SITEMAPS | {"sitemap_url_name": "sitemap"}, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemap, SITEMAPS, name="sitemap"),
]
