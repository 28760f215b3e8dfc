"""A source read whole: fetched when it has an address, understood, written, and its outcome told."""

import logging

from events.harvest.applying import BACK, CANCELLED, CHANGED, ELSEWHERE, GONE, NEVER, NEW, SAME, apply
from events.harvest.fetching import PUBLIC, Unfetched, fetch
from events.harvest.found import Unreadable
from events.harvest.read_ics import read_ics
from events.harvest.read_jsonld import read_jsonld
from events.harvest.read_openagenda import read_openagenda
from events.models import Source

logger = logging.getLogger(__name__)
READERS = {
    Source.Kind.ICS: read_ics,
    Source.Kind.OPENAGENDA: read_openagenda,
    Source.Kind.JSONLD: read_jsonld,
}
TOLD = 20  # refusals kept in words
PLURALS = {
    NEW: "nouveaux", CHANGED: "modifiés", CANCELLED: "annulés", BACK: "revenus",
    SAME: "inchangés", ELSEWHERE: "hors du territoire, laissés", NEVER: "déjà annulés, laissés",
}  # fmt: skip


def read_source(source, network=PUBLIC):
    """Whether it went well; ``source.outcome`` says what was done, or why nothing was."""
    try:
        outcome, kept = outcome_of(source, network)
    except (Unfetched, Unreadable) as refusal:
        source.note(f"{refusal} Les événements déjà repris restent.", failed=True)
    except Exception:  # one source never stops the others
        logger.exception("Source d'événements n° %s", source.pk)
        source.note("Une erreur du site a arrêté la lecture ; prévenez qui le tient.", failed=True)
    else:
        source.note(outcome, **kept)
    return not source.failed


def outcome_of(source, network):
    if not source.address:
        return understood(source, bytes(source.content)), {}
    fetched = fetch(source.address, source.etag, source.last_modified, network)
    if fetched.content is None:
        return "Rien de nouveau à la source.", {}
    outcome = understood(source, fetched.content)
    return outcome, {"etag": fetched.etag, "last_modified": fetched.last_modified}


def understood(source, content):
    """The words for what the source held and what became of it."""
    reading = READERS[source.kind](content)
    done = apply(source, reading)
    gone = done.pop(GONE, 0)
    parts = [f"{number} {what if number == 1 else PLURALS[what]}" for what, number in done.items()]
    read = sum(done.values())
    s = "s" * (read > 1)
    lines = [f"{read} événement{s} lu{s} : {', '.join(parts)}." if parts else "Aucun événement à la source."]
    if gone:
        lines[0] += f" {gone} disparu{'s' * (gone > 1)} de la source, archivé{'s' * (gone > 1)}."
    if reading.refused:
        lines.append(f"{len(reading.refused)} illisible(s), laissé(s) tel(s) quel(s) :")
        lines += [f"- {why}" for _, why in reading.refused[:TOLD]]
        lines += [f"- et {len(reading.refused) - TOLD} autres."] if len(reading.refused) > TOLD else []
    return "\n".join([*lines, *dict.fromkeys(reading.notes[:TOLD])])
