from actors import views
from ptce_hub.directory.addresses import addresses_of

urlpatterns = [
    *addresses_of("acteurs", views.StructureList, views.StructurePage, "structure"),
    *addresses_of("reseaux", views.NetworkList, views.NetworkPage, "network"),
    *addresses_of("accompagnement", views.SupportOfferList, views.SupportOfferPage, "support_offer"),
]
