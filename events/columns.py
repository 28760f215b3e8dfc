"""What is published of events. Their speakers are on their pages only."""

from events.calendars.linked import linked_event
from events.calendars.moments import zone_of
from events.models import Access, Document, Event, EventRole, Session
from ptce_hub.directory.files.columns import Column, Columns, named, of, records, ties
from ptce_hub.directory.shown import shown

EVENTS = Columns(
    Event,
    *of(Event, nature="kind", tenue="holding", tenue_mots="holding_words", debut="start", fin="end",
        heure_debut="start_time", heure_fin="end_time"),
    Column("fuseau", "fuseau horaire des heures", lambda event: zone_of(event).key if event.start_time else None,
           help="Nom IANA : celui du lieu, à moins que la source n’en dise un autre."),
    *of(Event, forme="format", lieu="venue", places="capacity", gratuit="is_free", prix="price",
        inscription="registration_url"),
    Column("serie", "série", lambda event: event.series and event.series.name),
    Column("mois_ess", "édition du Mois de l’ESS", lambda event: event.ess_month and event.ess_month.year, "integer"),
    Column("mois_ess_deduit", "édition déduite, non dite par la source",
           lambda event: event.ess_month and event.ess_month_inferred, "boolean"),
    ties("structures", "structures", "roles", *named("structure", "structure"), *of(EventRole, role="role")),
    ties("acces", "accès selon le handicap", "accesses", *of(Access, pour="disability", prevu="words")),
    ties("temps", "temps de l’événement", "sessions", *of(Session, titre="title", nature="kind", jour="day",
         demi_journee="half_day", debut="start_time", fin="end_time", parcours="track", salle="room")),
    records("poles", "pôles concernés", "poles"),
    records("cooperations", "coopérations concernées", "cooperations"),
    records("poles_issus", "pôles auxquels il a donné lieu", "led_to_poles"),
    records("cooperations_issues", "coopérations auxquelles il a donné lieu", "led_to_cooperations"),
    ties("documents", "documents", "documents", *of(Document, titre="title", adresse="url",
         enregistrement="is_replay")),
    linked=linked_event,
    select=["ess_month", "series"],
    prefetch=["sessions", "accesses", "documents", shown(Event, "roles", "structure"), "poles", "cooperations",
              "led_to_poles", "led_to_cooperations"],
)  # fmt: skip
