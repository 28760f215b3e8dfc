"""The tables of poles, of their members and of cooperations that staff bring in."""

from poles.models import Cooperation, Membership, Participation, Pole
from ptce_hub.directory.tabular.fields import of
from ptce_hub.directory.tabular.matching import LinkMatcher
from ptce_hub.directory.tabular.tables import EntryTable, LinkTable, choice
from ptce_hub.directory.tabular.ties import Record, Territories, Tied

POLES = EntryTable(
    "poles",
    Pole,
    *of(Pole, sigle="acronym acronyme"),
    choice(Pole, "activity", "situation", "état", "statut", "avancement", also={"en activité": "actif", "projet":
           "en projet", "émergent": "en projet", "arrêté": "terminé", "dissous": "terminé", "clos": "terminé"}),
    *of(
        Pole,
        coopere_depuis="started début|depuis|date de création|création|année de création|date de début",
        reconnu_depuis="recognised labellisé|labellisation|reconnaissance|année de reconnaissance|lauréat",
        a_pris_fin="ended fin|date de fin|dissolution",
    ),
    choice(Pole, "initiated_by", "lance_par", "initiateur", "à l'initiative de"),
    Territories(Pole._meta.get_field("scope"), "territoires_action", "périmètre", "territoire d'action"),
    titles="nom du ptce|ptce|pôle|nom du pôle|dénomination|intitulé",
    prefetch=["scope"],
)  # fmt: skip

ROLES = {
    "pilote": "porteur",
    "structure porteuse": "porteur",
    "chef de file": "porteur",
    "copilote": "co-porteur",
    "co porteur": "co-porteur",
    "adhérent": "membre",
    "sociétaire": "membre",
    "fondateur": "membre",
    "membre fondateur": "membre",
    "financeur": "soutien",
    "appui": "soutien",
}


class MembershipMatcher(LinkMatcher):
    ends = ("pole", "structure")


MEMBERSHIPS = LinkTable(
    "participations",
    Membership,
    Record(Membership._meta.get_field("pole"), "pole", "nom du pôle", "ptce", "nom du ptce", needed=True),
    Record(Membership._meta.get_field("structure"), "structure", "nom de la structure", "membre", "adhérent",
           "organisation", "siret", needed=True),
    choice(Membership, "role", "role", "fonction", "qualité", also=ROLES),
    choice(Membership, "intensity", "intensite", "implication", also={"coeur": "noyau", "occasionnel": "ponctuel"}),
    *of(
        Membership,
        depuis="since début|date d'entrée|date d'adhésion|entrée|année d'adhésion",
        jusqu_a="until fin|date de sortie|sortie|jusqu'au",
    ),
    matcher=MembershipMatcher,
    select=("pole__territory", "structure__territory"),
)  # fmt: skip

KINDS = {
    "partenariat": "alliance",
    "groupe de travail": "collectif",
    "accord": "convention",
    "tiers lieu": "lieu_partage",
    "mise en commun": "mutualisation",
    "projet de recherche": "recherche",
}

COOPERATIONS = EntryTable(
    "cooperations",
    Cooperation,
    *of(Cooperation, objet="object sujet|but"),
    choice(Cooperation, "kind", "nature", "type", "type de coopération", "forme", also=KINDS, needed=True),
    *of(
        Cooperation,
        commencee="started début|depuis|date de début|commence|création",
        formalisee="formalised signature|signée le|date de signature|convention signée",
        terminee="ended fin|date de fin",
    ),
    choice(Cooperation, "chosen", "choisie_ou_subie", "choisie", also={"contrainte": "subie", "imposée": "subie"}),
    choice(Cooperation, "initiated_by", "lancee_par", "initiateur", "à l'initiative de"),
    Record(Cooperation._meta.get_field("pole"), "pole", "ptce", "nom du pôle"),
    Tied(Participation, "cooperation", "participations", "participants", "participant", "partenaires", "structures",
         "membres", "acteurs", worded="label"),
    titles="intitulé|titre|nom de la coopération|coopération|projet",
    select=["pole"],
    prefetch=["participations__structure"],
)  # fmt: skip
