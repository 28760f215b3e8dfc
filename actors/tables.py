"""The tables of structures that staff bring in."""

from actors.models import Structure
from ptce_hub.directory.tabular.fields import of
from ptce_hub.directory.tabular.matching import EntryMatcher
from ptce_hub.directory.tabular.tables import EntryTable, choice

NAMES = (
    "dénomination|denomination sociale|raison sociale|nom de la structure|structure|nom structure|organisme|"
    "nom de l'organisme|organisation|association|adhérent|intitulé|libellé"
)
KINDS = {
    "asso": "association",
    "association loi 1901": "association",
    "association loi 1908": "association",
    "loi 1901": "association",
    "ass": "association",
    "scic": "scic",
    "scic sa": "scic",
    "scic sarl": "scic",
    "scic sas": "scic",
    "scop": "scop",
    "scop sa": "scop",
    "scop sarl": "scop",
    "cae": "cae",
    "coopérative": "cooperative_autre",
    "coop": "cooperative_autre",
    "coopérative d'activités et d'emploi": "cae",
    "collectivité territoriale": "collectivite",
    "commune": "collectivite",
    "mairie": "collectivite",
    "communauté de communes": "collectivite",
    "communauté d'agglomération": "collectivite",
    "métropole": "collectivite",
    "département": "collectivite",
    "région": "collectivite",
    "établissement public": "organisme_public",
    "insertion": "siae",
    "siae": "siae",
    "iae": "siae",
    "entreprise d'insertion": "entreprise_insertion",
    "entreprise adaptée": "entreprise_insertion",
    "entreprise": "entreprise_hors_ess",
    "société commerciale": "entreprise_hors_ess",
    "université": "recherche_formation",
    "organisme de formation": "recherche_formation",
    "laboratoire de recherche": "recherche_formation",
    "gip": "groupement",
    "geiq": "groupement",
    "gie": "groupement",
}


class StructureMatcher(EntryMatcher):
    numbers = ("siret", "rna", "siren")


class StructureTable(EntryTable):
    matcher = StructureMatcher

    def why_not_new(self, values):
        if values["kind"] == Structure.Kind.RESEAU:
            return "kind", "un réseau a d'autres champs : créez-le dans « Réseaux », puis importez de nouveau."
        return super().why_not_new(values)


STRUCTURES = StructureTable(
    "structures",
    Structure,
    *of(Structure, sigle="acronym acronyme|abréviation"),
    choice(Structure, "kind", "nature", "forme juridique", "type", "type de structure", "statut juridique",
           "catégorie", "catégorie juridique", "forme", also=KINDS, needed=True),
    *of(
        Structure,
        siren="siren n° siren|numéro siren|siren structure",
        siret="siret n° siret|numéro siret|siret siège|siret du siège",
        rna="rna n° rna|numéro rna|rna asso|waldec|n° rna (w)",
    ),
    titles=NAMES,
)  # fmt: skip
