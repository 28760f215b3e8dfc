"""What is published of structures, networks and support offers."""

from actors.models import Network, NetworkMembership, Structure, Succession, SupportOffer
from ptce_hub.directory.files.columns import Columns, named, of, records, territories, ties
from ptce_hub.directory.files.linked_data import named as linked_names
from ptce_hub.directory.files.linked_data import read
from ptce_hub.directory.shown import shown

PERIOD = {"depuis": "since", "jusqu_a": "until"}


def linked_structure(structure, base):
    identifiers = (("SIREN", structure.siren), ("SIRET", structure.siret), ("RNA", structure.rna))
    parts = [row.pole for row in read(structure, "memberships")]
    parts += [row.network for row in read(structure, "network_memberships")]
    return {
        "@type": "Organization",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value} for name, value in identifiers if value
        ],
        "memberOf": linked_names(parts, base),
    }


def linked_offer(offer, base):
    audience = {"@type": "Audience", "name": offer.audience} if offer.audience else None
    return {"@type": "Service", "audience": audience, "provider": linked_names(read(offer, "providers"), base)}


def of_a_structure(model, *own, prefetch=()):
    """The columns of a structure, whatever it is besides."""
    return Columns(
        model,
        *of(model, sigle="acronym", nature="kind", siren="siren", siret="siret", rna="rna"),
        *own,
        ties("poles", "pôles", "memberships", *named("pôle", "pole"), *role_in(model, "memberships")),
        ties("cooperations", "coopérations", "participations", *named("coopération", "cooperation"),
             *role_in(model, "participations")),
        ties("reseaux", "réseaux", "network_memberships", *named("réseau", "network"),
             *of(NetworkMembership, **PERIOD)),
        ties("devenue", "structures qui ont pris la suite", "successions", *named("structure", "successor"),
             *of(Succession, date="happened")),
        ties("issue_de", "structures d’origine", "precessions", *named("structure", "predecessor"),
             *of(Succession, date="happened")),
        linked=linked_structure,
        prefetch=[
            shown(model, "memberships", "pole"),
            shown(model, "participations", "cooperation"),
            shown(model, "network_memberships", "network"),
            shown(model, "successions", "successor"),
            shown(model, "precessions", "predecessor"),
            *prefetch,
        ],
    )  # fmt: skip


def role_in(model, accessor):
    """The role and period of what ties the structure to something of the apps above, which are not imported here."""
    return of(model._meta.get_field(accessor).related_model, role="role", **PERIOD)


STRUCTURES = of_a_structure(Structure)
NETWORKS = of_a_structure(
    Network,
    *of(Network, echelle="scope", sorte_de_reseau="nature", part_dans_le_mouvement="part_in_movement"),
    territories("territoires_couverts", "territoires couverts", "territories"),
    ties("membres", "membres", "federations", *named("membre", "structure"), *of(NetworkMembership, **PERIOD)),
    prefetch=["territories", shown(Network, "federations", "structure")],
)
SUPPORT_OFFERS = Columns(
    SupportOffer,
    *of(SupportOffer, nature="kind", pour_qui="audience", derniere_annee_connue="last_known"),
    records("proposee_par", "structures qui la proposent", "providers"),
    linked=linked_offer,
    prefetch=["providers"],
)
