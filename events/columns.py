"""What is published of events. Their speakers are on their pages only."""

from events.calendars.linked import linked_event
from events.models import Document, Event, EventRole, Session
from ptce_hub.directory.columns import Column, Columns, named, of, records, ties
from ptce_hub.directory.shown import shown

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
