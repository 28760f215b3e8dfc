"""What is published of poles, cooperations, shared places, exchanges and calls."""

from poles.models import (
    Agreement,
    Call,
    CallFigure,
    Cooperation,
    DegreeAssessment,
    Exchange,
    Membership,
    Participation,
    PlaceFigure,
    Pole,
    Recognition,
    SharedPlace,
)
from ptce_hub.directory.files.columns import Column, Columns, named, of, records, territories, ties
from ptce_hub.directory.files.linked_data import iso, read, where
from ptce_hub.directory.files.linked_data import named as linked_names
from ptce_hub.directory.models import Figure
from ptce_hub.directory.shown import shown

PERIOD = {"depuis": "since", "jusqu_a": "until"}


def figures(model: type[Figure]):
    """What each source counts, even when they disagree."""
    columns = of(model, mesure="measure", valeur="value", precision="words", source="source")
    return ties("chiffres", "chiffres selon les sources", "figures", *columns)


def if_published(entry):
    """The pole of ``entry``, unless it is not public."""
    return entry.pole if entry.pole and entry.pole.is_published else None


POLE = (
    Column("pole", "pôle", lambda entry: getattr(if_published(entry), "name", None)),
    Column("pole_page", "pôle : page", lambda entry: (pole := if_published(entry)) and pole.get_absolute_url(), "page"),
)


def linked_pole(pole, base):
    members = [row.structure for row in read(pole, "memberships")]
    return {
        "@type": "Organization",
        "additionalType": "pôle territorial de coopération économique",
        "foundingDate": iso(pole.started),
        "dissolutionDate": iso(pole.ended),
        "member": linked_names(members, base),
    }


def linked_cooperation(cooperation, base):
    participants = [row.structure for row in read(cooperation, "participations")]
    return {
        "@type": "Project",
        "description": cooperation.object or cooperation.summary,
        "foundingDate": iso(cooperation.started),
        "dissolutionDate": iso(cooperation.ended),
        "member": linked_names(participants, base),
    }


def linked_place(place, base):
    here = where(place).get("location", {})
    return {"@type": "Place", "location": None, "address": here.get("address"), "geo": here.get("geo")}


def linked_exchange(exchange, base):
    """A need is a demand; schema.org has no word for who makes one."""
    shares = exchange.sense == Exchange.Sense.SHARES
    return {
        "@type": "Offer" if shares else "Demand",
        "category": str(exchange.get_kind_display()),
        "validThrough": exchange.expires_on.isoformat(),
        "offeredBy": linked_names([exchange.publisher], base) if shares else None,
        "areaServed": exchange.territory and {"@type": "Place", "name": exchange.territory.name},
        "location": None,
    }


def linked_call(call, base):
    return {"@type": "Grant", "funder": linked_names(read(call, "organisers"), base)}


POLES = Columns(
    Pole,
    *of(Pole, sigle="acronym", situation="activity", coopere_depuis="started", reconnu_depuis="recognised",
        a_pris_fin="ended", lance_par="initiated_by"),
    territories("territoires_action", "territoires d’action", "scope"),
    ties("membres", "membres et partenaires", "memberships", *named("structure", "structure"),
         *of(Membership, role="role", intensite="intensity", **PERIOD)),
    ties("reconnaissances", "reconnaissances", "recognitions", *of(Recognition, annee="year", resultat="result",
         reconnu_par="recognised_by"), *named("appel à projets", "call", "appel_")),
    records("cooperations", "coopérations", "cooperations"),
    records("lieux", "lieux partagés", "places"),
    records("evenements", "événements", "events"),
    linked=linked_pole,
    prefetch=[
        "scope",
        shown(Pole, "memberships", "structure"),
        shown(Pole, "recognitions", "call"),
        "cooperations",
        "places",
        "events",
    ],
)  # fmt: skip

COOPERATIONS = Columns(
    Cooperation,
    *of(Cooperation, objet="object", nature="kind", commencee="started", formalisee="formalised", terminee="ended",
        choisie_ou_subie="chosen", lancee_par="initiated_by"),
    *POLE,
    ties("participants", "participants", "participations",
         Column("nom", "participant : nom", str),
         Column("page", "participant : page", lambda row: row.structure and row.structure.get_absolute_url(), "page"),
         *of(Participation, role="role", **PERIOD)),
    ties("accords", "accords", "agreements", *of(Agreement, forme="instrument", date="signed")),
    ties("degres", "degrés, selon ce projet", "assessments",
         *of(DegreeAssessment, degre="degree", date="assessed", evalue_par="voice", fondement="basis")),
    records("evenements", "événements", "events"),
    select=["pole"],
    linked=linked_cooperation,
    prefetch=["agreements", "assessments", shown(Cooperation, "participations", "structure"),
              "events"],
)  # fmt: skip

PLACES = Columns(
    SharedPlace,
    *of(SharedPlace, surface_m2="surface_m2", structures_hebergees="hosted_structures",
        personnes_qui_y_travaillent="people_working", visiteurs_par_jour_min="visitors_min_per_day",
        visiteurs_par_jour_max="visitors_max_per_day", ouvert="opened", ferme="closed"),
    *POLE,
    records("geres_par", "structures qui le gèrent", "managed_by"),
    figures(PlaceFigure),
    select=["pole"],
    linked=linked_place,
    prefetch=["figures", "managed_by"],
)  # fmt: skip

EXCHANGES = Columns(
    Exchange,
    *of(Exchange, sens="sense", nature="kind", rayon_km="radius_km", dernier_jour="expires_on"),
    Column("publie_par", "publié par", lambda exchange: getattr(exchange.publisher_shown, "name", None)),
    Column("publie_par_page", "publié par : page",
           lambda exchange: (shown := exchange.publisher_shown) and shown.get_absolute_url(), "page"),
    select=["pole", "structure"],
    linked=linked_exchange,
)  # fmt: skip

CALLS = Columns(
    Call,
    *of(Call, echelle="level", lance="launched", date_limite="deadline", decide="decided", budget_eur="budget_eur",
        candidats="candidates", laureats="laureates", organisateurs_nommes="organiser_names"),
    records("organisateurs", "organisateurs de l’annuaire", "organisers"),
    ties("poles", "pôles", "recognitions", *named("pôle", "pole"), *of(Recognition, annee="year", resultat="result")),
    figures(CallFigure),
    linked=linked_call,
    prefetch=["figures", shown(Call, "recognitions", "pole"), "organisers"],
)  # fmt: skip
