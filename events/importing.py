"""Events and the editions of the Mois de l'ESS, from this app's ``data/``."""

from pathlib import Path

from actors.models import Structure
from events.calendars.following import touch
from events.editions.importing import import_edition
from events.models import Document, EssMonth, Event, EventRole, Series, Session, Speaker
from poles.models import Cooperation, Pole
from ptce_hub.directory.records import read_records
from ptce_hub.territories.models import Kind

DATA = Path(__file__).parent / "data"

#: The lists of a record that name structures, and the part these have in the event.
ROLES = {
    "organisers": EventRole.Role.ORGANISER,
    "hosts": EventRole.Role.HOST,
    "supporters": EventRole.Role.SUPPORTER,
}


def import_events(batch, folder=DATA):
    for record in read_records(folder / "events.json"):
        if batch.is_due(Event, record):
            import_event(batch, record)
    for record in read_records(folder / "editions.json"):
        import_edition(batch, record)


def import_event(batch, record):
    place = batch.nearest_place(record, ("commune_code", Kind.COMMUNE), ("region_code", Kind.REGION))
    edition, inferred = edition_of(batch, record)
    commune = record.text("commune")
    fields = {
        "name": record.text("title"),
        "kind": record.text("kind"),
        "start": record.date("start"),
        "end": record.date("end"),
        "format": record.text("format"),
        "venue": record.text("venue"),
        "series": series_of(record),
        "territory": place,
        "territory_words": commune if place is None or place.kind != Kind.COMMUNE else "",
        "ess_month": edition,
        "ess_month_inferred": inferred,
        "notes": record.text("notes"),
        "sources": record.texts("sources"),
    }
    many = {
        "poles": batch.find_all(Pole, record, "poles"),
        "cooperations": batch.find_all(Cooperation, record, "cooperations"),
    }
    roles = [
        {"structure": structure, "role": role}
        for field, role in ROLES.items()
        for structure in batch.find_all(Structure, record, field)
    ]
    sessions, documents = record.objects("sessions"), record.objects("documents")
    event = batch.save(Event, record, fields, **many)
    batch.link(EventRole, {"event": event}, record, roles)
    batch.link(Document, {"event": event}, record, [document_row(said) for said in documents])
    import_sessions(batch, record, event, sessions)


def series_of(record):
    name = record.text("series")
    return Series.objects.get_or_create(name=name)[0] if name else None


def edition_of(batch, record):
    """The edition, and whether its year is a deduction: ``{edition}`` or ``{edition, edition_inferred}``."""
    said = record.object("part_of_ess_month")
    if said is None:
        return None, False
    year = said.date("edition")
    inferred = said.raw("edition_inferred") if "edition_inferred" in said.data else False
    said.finish()
    if year is None and not isinstance(inferred, bool):
        year, inferred = int(inferred), True
    else:
        year = year and year.year
    if year is None:
        return None, False
    edition, created = EssMonth.objects.get_or_create(year=year)
    batch.report.count(EssMonth, "créations", int(created))
    return edition, bool(inferred)


def document_row(said):
    row = {
        "title": said.text("title"),
        "url": said.text("url"),
        "is_replay": bool(said.typed("is_replay", bool, "vrai, faux")),
    }
    said.finish()
    return row


def import_sessions(batch, record, event, sessions):
    rows = [
        {
            "title": said.text("title"),
            "kind": said.text("kind"),
            "half_day": said.text("half_day"),
            "track": said.text("track"),
            "position": rank,
        }
        for rank, said in enumerate(sessions, start=1)
    ]
    there = set(event.sessions.values_list("pk", flat=True))
    linked = batch.link(Session, {"event": event}, record, rows)
    if not there.issuperset(session.pk for session in linked):
        touch(Event, {event.pk})
    for said, session in zip(sessions, linked, strict=True):
        speakers = [speaker_row(batch, person) for person in said.objects("speakers")]
        said.finish()
        batch.link(Speaker, {"session": session}, record, speakers)


def speaker_row(batch, person):
    """The organisation is tied to its structure when one, and only one, has exactly that name."""
    organisation = person.text("organisation")
    row = {
        "name": person.text("name"),
        "role": person.text("role"),
        "organisation": organisation,
        "structure": batch.called(Structure, organisation),
    }
    person.finish()
    return row
