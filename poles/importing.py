"""Calls, poles, cooperations, shared places and the grid, from this app's ``data/``."""

from pathlib import Path

from actors.importing import DATA as ACTORS_DATA
from actors.models import Structure
from poles.models import (
    Agreement,
    Call,
    CallFigure,
    Cooperation,
    DegreeAssessment,
    Membership,
    Participation,
    PlaceFigure,
    Pole,
    Recognition,
    SharedPlace,
)
from ptce_hub.directory.importing import REASON
from ptce_hub.directory.records import read_json, read_records
from ptce_hub.territories.models import Kind
from ptce_hub.territories.resolving import resolve

DATA = Path(__file__).parent / "data"
LEADS = (Membership.Role.PORTEUR, Membership.Role.CO_PORTEUR)


def import_poles(batch, folder=DATA, actors_folder=ACTORS_DATA):
    for record in read_records(folder / "calls.json"):
        if batch.is_due(Call, record):
            import_call(batch, record)
    poles = [record for record in read_records(folder / "poles.json") if batch.is_due(Pole, record)]
    for record in poles:
        import_pole(batch, record)
    for record in read_records(actors_folder / "structures.json"):
        if record.label in batch.written[Structure]:
            import_memberships(batch, record)
    for record in poles:
        import_bearers(batch, record)
    degrees_read_on = read_json(folder / "cooperations.json").get("meta", {}).get("degree_read_on")
    for record in read_records(folder / "cooperations.json"):
        if batch.is_due(Cooperation, record):
            import_cooperation(batch, record, degrees_read_on)
    for record in read_records(folder / "shared_places.json"):
        if batch.is_due(SharedPlace, record):
            import_place(batch, record)


def import_call(batch, record):
    region = batch.nearest_place(record, ("region_code", Kind.REGION))
    level = record.text("level")
    fields = {
        "name": record.text("title"),
        "level": level,
        "territory": region or (batch.place(Kind.COUNTRY, "FR") if level == Call.Level.NATIONAL else None),
        "launched": record.date("launched"),
        "deadline": record.date("deadline"),
        "decided": record.date("decided"),
        "budget_eur": record.number("budget_eur"),
        "candidates": record.number("candidates"),
        "laureates": record.number("laureates"),
        "organiser_names": record.texts("organisers"),
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    figures = figure_rows(record)
    organisers = batch.find_all(Structure, record, "organiser_slugs")
    call = batch.save(Call, record, fields, organisers=organisers)
    batch.link(CallFigure, {"call": call}, record, figures)


def figure_rows(record):
    """The figures of a record as sources give them, disagreeing or not."""
    rows = []
    for figure in record.objects("figures"):
        rows.append(
            {
                "measure": figure.text("measure"),
                "value": figure.number("value"),
                "words": figure.text("words"),
                "source": figure.text("source"),
            }
        )
        figure.finish()
    return rows


def import_pole(batch, record):
    seat, words = batch.seat(record)
    scope_words = record.text("territory_scope")
    for named_elsewhere in ("lead_structures", "lead_structure_slugs"):
        record.texts(named_elsewhere)  # with the memberships
    fields = {
        "name": record.text("name"),
        "acronym": record.text("acronym"),
        "activity": record.text("status"),
        "territory": seat,
        "territory_words": scope_words or words,
        "started": record.date("started_year"),
        "recognised": record.date("recognised_year"),
        "website": record.text("website"),
        "initiated_by": record.text("initiated_by"),
        "summary": record.text("summary"),
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    recognitions = recognition_rows(batch, record)
    pole = batch.save(Pole, record, fields, themes=batch.themes(record), scope=scope_of(scope_words, seat))
    batch.link(Recognition, {"pole": pole}, record, recognitions)


def scope_of(words, seat):
    """The territories that ``words`` name outright, when they are the only ones of that name; else none."""
    wide = [Kind.REGION, Kind.FORMER_REGION, Kind.DEPARTMENT, Kind.AREA, Kind.EPCI]
    found = {match.territory for match in resolve(words, kinds=wide)} if words else set()
    current = {territory for territory in found if territory.kind != Kind.FORMER_REGION} or found
    return list(current) if len(current) == 1 else []


def recognition_rows(batch, record):
    rows, years = [], set()
    for said in record.objects("calls"):
        year = said.number("year")
        call = batch.find(Call, said.text("call"), record, "calls")
        rows.append({"call": call, "year": year, "result": said.text("result")})
        years.add(year)
        said.finish()
    year = record.number("recognised_year")
    if year and year not in years:
        rows.append({"call": None, "year": year, "result": "reconnu, appel non précisé par la source"})
    return rows


def import_memberships(batch, record):
    """Which poles a structure is in, as its own record says."""
    rows = []
    for said in record.objects("member_of_poles"):
        pole = batch.find(Pole, said.text("pole"), record, "member_of_poles")
        row = {"role": said.text("role"), "intensity": said.text("intensity"), "since": said.date("since")}
        said.finish()
        if pole:
            rows.append({"pole": pole, **row})
    batch.link(Membership, {"structure": batch.known(Structure)[record.label]}, record, rows)


def import_bearers(batch, record):
    """Those that a pole's record names as bearing it and whose own record does not say so."""
    pole = batch.known(Pole)[record.label]
    labels, bearers = record.texts("lead_structures"), batch.find_all(Structure, record, "lead_structure_slugs")
    if len(labels) != len(record.texts("lead_structure_slugs")):
        raise record.refused("lead_structure_slugs", "il faut un slug par porteur nommé dans lead_structures.")
    for structure in bearers:
        if not pole.memberships.filter(structure=structure, role__in=LEADS).exists():
            row = Membership(pole=pole, structure=structure, role=Membership.Role.PORTEUR)
            row._change_reason = REASON
            row.save()
            batch.report.count(Membership, "créations")


def import_cooperation(batch, record, degrees_read_on):
    territory, words = batch.reach(record)
    formalised = record.object("formalised")
    fields = {
        "name": record.text("title"),
        "object": record.text("object"),
        "kind": record.text("kind"),
        "chosen": record.text("chosen_or_imposed"),
        "initiated_by": record.text("initiated_by"),
        "territory": territory,
        "territory_words": words,
        "started": record.date("started"),
        "formalised": formalised.date("date") if formalised else None,
        "ended": record.date("ended"),
        "pole": batch.find(Pole, record.text("pole"), record, "pole"),
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    agreements = []
    if formalised:
        agreements = [{"instrument": formalised.text("instrument"), "signed": fields["formalised"]}]
        formalised.finish()
    participants = [participant_row(batch, record, said) for said in record.objects("participants")]
    degree, basis = record.number("degree"), record.text("degree_basis")
    cooperation = batch.save(Cooperation, record, fields)
    parent = {"cooperation": cooperation}
    batch.link(Participation, parent, record, participants)
    batch.link(Agreement, parent, record, agreements)
    reading = {"degree": degree, "assessed": degrees_read_on, "voice": DegreeAssessment.Voice.STAFF, "basis": basis}
    batch.link(DegreeAssessment, parent, record, [reading] if degree is not None else [])


def participant_row(batch, record, said):
    """A structure of the directory, else the words that the source has for it."""
    slug = said.text("structure")
    structure = batch.find(Structure, slug, record, "participants")
    label = said.text("label") if "label" in said.data else ""
    row = {"structure": structure, "label": "" if structure else label or slug, "role": said.text("role")}
    said.finish()
    return row


def import_place(batch, record):
    seat, words = batch.seat(record)
    numbers = ("surface_m2", "hosted_structures", "people_working", "visitors_min_per_day", "visitors_max_per_day")
    fields = {
        "name": record.text("name"),
        "territory": seat,
        "territory_words": words,
        **{field: record.number(field) for field in numbers},
        "pole": batch.find(Pole, record.text("pole"), record, "pole"),
        "opened": record.date("opened"),
        "closed": record.date("closed"),
        "website": record.text("website"),
        "summary": record.text("summary"),
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    figures = figure_rows(record)
    managers = batch.find_all(Structure, record, "managed_by")
    place = batch.save(SharedPlace, record, fields, managed_by=managers, themes=batch.themes(record))
    batch.link(PlaceFigure, {"place": place}, record, figures)
