"""What is published of events. Their speakers are on their pages only."""

from events.models import Document, Event, EventRole, Session
from ptce_hub.directory.columns import Column, Columns, named, of, records, ties
from ptce_hub.directory.linked_data import iso, read
from ptce_hub.directory.linked_data import named as linked_names
from ptce_hub.directory.shown import shown

ATTENDANCE = {
    Event.Format.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    Event.Format.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Event.Format.MIXED: "https://schema.org/MixedEventAttendanceMode",
}


def linked_event(event, base):
    """Hours are those of the place, as sources give them."""
    organisers = [row.structure for row in read(event, "roles") if row.role == EventRole.Role.ORGANISER]
    facts = {
        "@type": "Event",
        "startDate": moment(event.start, event.start_time),
        "endDate": moment(event.end or (event.end_time and event.start), event.end_time),
        "eventAttendanceMode": ATTENDANCE.get(event.format),
        "organizer": linked_names(organisers, base),
    }
    if event.format == Event.Format.ONLINE:
        facts["location"] = {"@type": "VirtualLocation", "url": event.website or base + event.get_absolute_url()}
    return facts


def moment(date, time):
    return f"{date.iso}T{time:%H:%M}" if date and date.day and time else iso(date)


EVENTS = Columns(
    Event,
    *of(Event, debut="start", fin="end", heure_debut="start_time", heure_fin="end_time", fuseau="zone",
        forme="format", lieu="venue"),
    Column("mois_ess", "édition du Mois de l’ESS", lambda event: event.ess_month and event.ess_month.year, "integer"),
    Column("mois_ess_deduit", "édition déduite, non dite par la source",
           lambda event: event.ess_month and event.ess_month_inferred, "boolean"),
    ties("structures", "structures", "roles", *named("structure", "structure"), *of(EventRole, role="role")),
    ties("temps", "temps de l’événement", "sessions", *of(Session, titre="title", nature="kind", jour="day",
         debut="start_time", fin="end_time")),
    records("poles", "pôles concernés", "poles"),
    records("cooperations", "coopérations concernées", "cooperations"),
    ties("documents", "documents", "documents", *of(Document, titre="title", adresse="url",
         enregistrement="is_replay")),
    linked=linked_event,
    select=["ess_month"],
    prefetch=["sessions", "documents", shown(Event, "roles", "structure"), "poles", "cooperations"],
)  # fmt: skip
