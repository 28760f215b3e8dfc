"""What a source says, written in the site: new events, changed, cancelled, gone, come back."""

import datetime
import math
import time
from collections import Counter
from contextlib import contextmanager
from itertools import batched
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from events.harvest.found import Unreadable
from events.harvest.placing import Placing
from events.models import Event, Source
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.history.reasons import because
from ptce_hub.directory.models import Status
from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.territories.time_zones import time_zone

MIDNIGHT = datetime.time()
ONE_DAY = datetime.timedelta(days=1)
NEW, CHANGED, CANCELLED, GONE, BACK = "nouveau", "modifié", "annulé", "disparu", "revenu"
TOGETHER = 100  # events written in one transaction
WAITING = "à la prochaine lecture"
SAME, ELSEWHERE, NEVER = "inchangé", "hors du territoire, laissé", "déjà annulé, laissé"


def apply(source, reading, deadline=math.inf):
    """The ``Counter`` of what was done; adds to ``reading.refused`` what the site cannot keep.

    ``Unreadable``, and nothing is written, when the source has become empty. Some events at a time, so that nobody
    waits long to write beside it; those that the ``deadline`` (``time.monotonic``) leaves are counted as waiting.
    """
    refuse_to_empty(source.events.select_related("territory__department"), reading)
    done, placing = Counter(), Placing(source, reading.found)
    every = list({found.outside_id: found for found in reading.found}.values())
    for rank, some in enumerate(batched(every, TOGETHER)):
        if rank and time.monotonic() > deadline:
            done[WAITING] = len(every) - rank * TOGETHER
            return done
        with written_together(source) as held:
            take(held, some, placing, done, reading)
    if reading.whole:
        with written_together(source) as held:
            archive_gone(held, held.events.select_related("territory__department"), reading, done)
    return done


@contextmanager
def written_together(source):
    """All or nothing, indexed at the end; the source is held, for two readings at once to follow one another."""
    with transaction.atomic(), indexed_together():
        yield Source.objects.select_for_update().get(pk=source.pk)


def take(source, some, placing, done, reading):
    rows = source.events.filter(outside_id__in=[found.outside_id for found in some])
    known = {event.outside_id: event for event in rows.select_related("territory__department")}
    with because(f"Repris de « {source} »."):
        for found in some:
            follow(source, known.get(found.outside_id), found, placing.of(found), done, reading)


def refuse_to_empty(known, reading):
    here = [event for event in known if event.is_coming and event.gone_on is None]
    if reading.whole and here and not reading.found:
        raise Unreadable(
            f"La source ne donne plus aucun événement lisible, alors que {len(here)} sont à venir : rien n'a été "
            "changé. Vérifiez l'adresse ; s'il n'y a vraiment plus rien, archivez-les ici."
        )


def follow(source, event, found, place, done, reading):
    if event is None and (place is None or found.cancelled):
        done[ELSEWHERE if place is None else NEVER] += 1
        return
    is_new, was_gone = event is None, bool(event and event.gone_on)
    if is_new:
        status = Status.PUBLISHED if source.publishes else Status.PROPOSED
        event = Event(source=source, outside_id=found.outside_id, status=status)
    try:
        facts = facts_of(found, place or source.territory, source)
        changed = alter(event, facts)
        if was_gone:
            event.gone_on, event.status = None, Status.PUBLISHED if source.publishes else Status.PROPOSED
        if not (is_new or was_gone or changed):
            done[SAME] += 1
            return
        event.clean_fields(exclude=["slug", "source", "territory", "ess_month", "series", "uid"])
    except ValidationError as error:
        reading.refused.append((found.outside_id, f"« {found.name[:80]} » : {' '.join(error.messages)[:200]}"))
        return
    except ValueError as error:  # a date that the site does not keep
        reading.refused.append((found.outside_id, f"« {found.name[:80]} » : {error}"))
        return
    event.save()
    cancelled = "holding" in changed and found.cancelled
    done[NEW if is_new else BACK if was_gone else CANCELLED if cancelled else CHANGED] += 1


def alter(event, facts):
    """The names of the facts that were otherwise."""
    changed = [name for name, value in facts.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, facts[name])
    return changed


def facts_of(found, place, source):
    holding = Event.Holding.CANCELLED if found.cancelled else found.holding or Event.Holding.PLANNED
    known = place if place != source.territory else None
    return when(found, place) | {
        "name": found.name[:250],
        "summary": found.summary,
        "holding": holding,
        "venue": found.venue,
        "territory": place,
        "territory_words": "" if known else found.commune[:250],
        "format": found.format,
        "website": found.website,
        "registration_url": found.registration_url,
        "is_free": found.is_free,
        "price": found.price,
        "sources": [f"{source.name} : {found.website or source.link}".strip(" :")],
    }


def when(found, place):
    """Days, or hours of the place; the zone is kept when it is not that of the place."""
    begins, ends, zone = found.begins, found.ends, ""
    if isinstance(begins, datetime.datetime):
        begins, ends, zone = on_clocks(begins, ends, time_zone(place))
        if begins.time() == MIDNIGHT and ends and ends.time() == MIDNIGHT and ends > begins:
            begins, ends, zone = begins.date(), ends.date() - ONE_DAY, ""  # whole days, in hours
    timed = isinstance(begins, datetime.datetime)
    last = ends if ends and ends > begins else None
    return {
        "start": PartialDate.of(begins),
        "end": PartialDate.of(last) if last and PartialDate.of(last) != PartialDate.of(begins) else None,
        "start_time": begins.time().replace(microsecond=0) if timed else None,
        "end_time": last.time().replace(microsecond=0) if timed and last else None,
        "zone": zone,
    }


def on_clocks(begins, ends, there):
    """Hours without zone, and the name of the zone when clocks of the place show others."""
    if begins.tzinfo is None:
        return begins, ends, ""
    name = getattr(begins.tzinfo, "key", "")
    keeps = "/" in name and not name.startswith("Etc/") and name != there.key
    zone = ZoneInfo(name) if keeps and differs(begins, there) else there
    begins, ends = (each and each.astimezone(zone).replace(tzinfo=None) for each in (begins, ends))
    return begins, ends, zone.key if zone is not there and zone.key != there.key else ""


def differs(begins, there):
    return begins.utcoffset() != begins.astimezone(there).utcoffset()


def archive_gone(source, known, reading, done):
    """What is to come and not at the source any more; never while something there could not be read by its name."""
    refused = {outside_id for outside_id, _ in reading.refused}
    if "" in refused:
        return
    there = {found.outside_id for found in reading.found} | refused
    today = timezone.localdate()
    with because(f"N'est plus dans « {source} » depuis le {today:%d/%m/%Y}."):
        for event in known:
            is_here = event.status in (Status.PUBLISHED, Status.PROPOSED)
            is_there = event.outside_id in there or event.outside_id.rpartition("/")[0] in refused
            if is_here and not is_there and event.is_coming:
                event.status, event.gone_on = Status.ARCHIVED, today
                event.save()
                done[GONE] += 1
