"""A source read whole: fetched when it has an address, understood, written, and its outcome told."""

import logging
import time
from dataclasses import replace

from django.utils import timezone

from events.harvest.applying import BACK, CANCELLED, CHANGED, ELSEWHERE, GONE, NEVER, NEW, SAME, WAITING, apply
from events.harvest.fetching import PUBLIC, Unfetched, fetch
from events.harvest.found import Unreadable
from events.harvest.read_ics import read_ics
from events.harvest.read_jsonld import read_jsonld
from events.harvest.read_openagenda import MOST_PAGES, page_address, place_after, read_openagenda
from events.models import Source

logger = logging.getLogger(__name__)
READERS = {
    Source.Kind.ICS: read_ics,
    Source.Kind.OPENAGENDA: read_openagenda,
    Source.Kind.JSONLD: read_jsonld,
}
LONGEST = 300  # seconds of one reading
WHOLE_EVERY = 7  # days
MOST_OF_PAGES = 20_000_000  # bytes of all the pages of a source
TOLD = 20  # refusals kept in words
PLURALS = {
    NEW: "nouveaux", CHANGED: "modifiés", CANCELLED: "annulés", BACK: "revenus",
    SAME: "inchangés", ELSEWHERE: "hors du territoire, laissés", NEVER: "déjà annulés, laissés",
}  # fmt: skip


def read_source(source, network=PUBLIC, seconds=LONGEST):
    """Whether it went well, in about ``seconds``; ``source.outcome`` says what was done, or why nothing was."""
    try:
        outcome, kept = outcome_of(source, network, time.monotonic() + seconds)
    except (Unfetched, Unreadable) as refusal:
        source.note(f"{refusal} Les événements déjà repris restent.", failed=True)
    except Exception:  # one source never stops the others
        logger.exception("Source d'événements n° %s", source.pk)
        source.note("Une erreur du site a arrêté la lecture ; prévenez qui le tient.", failed=True)
    else:
        source.note(outcome, **kept)
    return not source.failed


def outcome_of(source, network, deadline):
    """The words for what was done, and what the source keeps to ask for less next time."""
    today = timezone.localdate()
    if not source.address:
        return understood(source, [bytes(source.content)], deadline)[0], {}
    known = (source.etag, source.last_modified) if is_recent(source.read_whole_on, today) else ("", "")
    contents, fetched = [], None
    for fetched in pages(source, known, network, deadline):
        if fetched.content is None:
            return "Rien de nouveau à la source.", {}
        contents.append(fetched.content)
    outcome, is_over = understood(source, contents, deadline)
    if not is_over or len(contents) > 1:  # of several pages, the first may stay the same
        return outcome, {"etag": "", "last_modified": ""}
    return outcome, {"etag": fetched.etag, "last_modified": fetched.last_modified, "read_whole_on": today}


def is_recent(day, today):
    """Whether nothing new may be asked for: what comes again goes further each day, even where nothing changes."""
    return day is not None and (today - day).days < WHOLE_EVERY


def pages(source, known, network, deadline):
    """What the address gives, then, of OpenAgenda, the pages that follow."""
    if source.kind != Source.Kind.OPENAGENDA:
        yield fetch(source.address, *known, network)
        return
    address, size = page_address(source.address), 0
    for _ in range(MOST_PAGES):
        left = max(1, min(network.seconds, deadline - time.monotonic()))
        fetched = fetch(address, *known, replace(network, seconds=left))
        yield fetched
        after = place_after(fetched.content) if fetched.content is not None else []
        size += len(fetched.content or b"")
        if not after:
            return
        if size > MOST_OF_PAGES:
            raise Unreadable(
                f"Cette source pèse plus de {MOST_OF_PAGES // 1_000_000} Mo : choisissez-en une plus étroite."
            )
        address, known = page_address(source.address, after), ("", "")


def understood(source, contents, deadline):
    """The words for what the source held and what became of it, and whether there was time for all of it."""
    reading = READERS[source.kind](*contents)
    done = apply(source, reading, deadline)
    waiting = done.pop(WAITING, 0)
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
    if waiting:
        lines.append(
            f"{waiting} autre{'s' * (waiting > 1)} à la prochaine lecture : le temps d'une lecture est compté."
        )
    return "\n".join([*lines, *dict.fromkeys(reading.notes[:TOLD])]), not waiting
