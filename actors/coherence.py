"""What does not hold together among structures and networks."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Substr

from actors.models import Network, Structure, Succession, SupportOffer
from ptce_hub.directory.staff.coherence import everywhere, rule

everywhere(Structure, SupportOffer)


@rule("Le Siret ne commence pas par le Siren de la même fiche.", Structure)
def siret_of_another(structures):
    both = structures.exclude(siren="").exclude(siret="")
    return both.annotate(start=Substr("siret", 1, 9)).exclude(start=F("siren"))


@rule("Une autre structure publiée porte le même Siret : doublon ?", Structure)
def siret_shared(structures):
    twins = Structure.objects.published().filter(siret=OuterRef("siret")).exclude(pk=OuterRef("pk"))
    return structures.published().exclude(siret="").filter(Exists(twins))


@rule(
    "De nature « réseau », mais sans fiche de réseau : où dire ses membres et ses territoires ?",
    Structure,
)
def network_without_page(structures):
    return structures.filter(kind=Structure.Kind.RESEAU, network=None)


@rule("Réseau publié sans territoire couvert : il n'apparaît sur aucune page de territoire.", Network)
def network_nowhere(networks):
    return networks.published().filter(territories=None)


@rule("Deux structures se succèdent l'une à l'autre : l'une des deux successions est à l'envers.", Structure)
def succession_both_ways(structures):
    back = Succession.objects.filter(predecessor=OuterRef("successor"), successor=OuterRef("predecessor"))
    loops = Succession.objects.filter(Exists(back))
    return structures.filter(Q(pk__in=loops.values("predecessor")))
