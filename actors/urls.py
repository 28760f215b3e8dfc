from actors import record_pages, views
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *addresses_of("acteurs", views.StructureList, record_pages.StructurePage, "structure"),
    *addresses_of("reseaux", views.NetworkList, record_pages.NetworkPage, "network"),
    *addresses_of("accompagnement", views.SupportOfferList, record_pages.SupportOfferPage, "support_offer"),
]
