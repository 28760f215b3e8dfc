"""Structures, networks and support offers, from this app's ``data/``."""

from pathlib import Path

from django.core.exceptions import ValidationError

from actors.models import Network, Structure, Succession, SupportOffer
from ptce_hub.directory.records import read_records
from ptce_hub.territories.models import Kind

DATA = Path(__file__).parent / "data"


def import_actors(batch, folder=DATA):
    """What needs neither pole nor cooperation; the poles' import adds memberships and participations."""
    for record in read_records(folder / "structures.json"):
        if batch.is_due(Structure, record):
            import_structure(batch, record)
    networks = [record for record in read_records(folder / "networks.json") if batch.is_due(Network, record)]
    for record in networks:
        import_network(batch, record)
    for record in networks:
        import_successions(batch, record)
    for record in read_records(folder / "support_offers.json"):
        if batch.is_due(SupportOffer, record):
            import_support_offer(batch, record)


def import_structure(batch, record):
    record.raw("member_of_poles")  # for the poles' import
    seat, words = batch.seat(record)
    fields = {
        "name": record.text("name"),
        "acronym": record.text("acronym"),
        "kind": record.text("kind"),
        "territory": seat,
        "territory_words": words,
        "website": record.text("website"),
        "summary": record.text("summary"),
        "sources": record.texts("sources"),
    }
    batch.save(Structure, record, fields, themes=batch.themes(record))


def import_network(batch, record):
    """A network's region, or the former region of one that the merger of 2016 ended, is where it works."""
    former = batch.nearest_place(record, ("former_region_code", Kind.FORMER_REGION))
    region = batch.nearest_place(record, ("region_code", Kind.REGION))
    scope = record.text("scope")
    reach = former or region or (batch.place(Kind.COUNTRY, "FR") if scope == Network.Scope.NATIONAL else None)
    fields = {
        "name": record.text("name"),
        "acronym": record.text("acronym"),
        "kind": Structure.Kind.RESEAU,
        "scope": scope,
        "nature": record.text("kind"),
        "part_in_movement": record.text("role_in_ptce_partnership"),
        "territory": former or region,
        "website": record.text("website"),
        "sources": record.texts("sources"),
    }
    for later in ("predecessors", "successor", "succession_basis"):
        record.raw(later)
    batch.save(Network, record, fields, territories=[reach] if reach else [])


def import_successions(batch, record):
    """Both ends of a succession name the other, each perhaps with its own basis: one row holds both."""
    network = batch.known(Network)[record.label]
    predecessors = batch.find_all(Network, record, "predecessors")
    successor = batch.find(Network, record.text("successor"), record, "successor")
    pairs = [(predecessor, network) for predecessor in predecessors] + ([(network, successor)] if successor else [])
    for predecessor, heir in pairs:
        there = Succession.objects.filter(predecessor=predecessor, successor=heir).first()
        said = there.basis.split(" ; ") if there and there.basis else []
        basis = " ; ".join(dict.fromkeys([*said, *filter(None, [record.text("succession_basis")])]))
        if there and there.basis != basis:
            there.basis = basis
            there.save()
        elif not there:
            there = Succession(predecessor=predecessor, successor=heir, basis=basis)
            try:
                there.clean()
            except ValidationError as mistake:
                raise record.refused("predecessors ou successor", mistake.messages[0]) from None
            there.save()
            batch.report.count(Succession, "créations")


def import_support_offer(batch, record):
    territory, words = batch.reach(record)
    fields = {
        "name": record.text("title"),
        "kind": record.text("kind"),
        "audience": record.text("audience"),
        "territory": territory,
        "territory_words": words,
        "website": record.text("website"),
        "summary": record.text("summary"),
        "last_known": record.number("last_known"),
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    providers = batch.find_all(Structure, record, "providers")
    batch.save(SupportOffer, record, fields, providers=providers, themes=batch.themes(record))
