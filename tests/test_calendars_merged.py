"""An event that a merge took in: calendars that had it learn that it is cancelled, and that it is back once undone."""

import datetime

import pytest
from django.utils import timezone

from events.models import Event
from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.duplicates.undoing import undo
from ptce_hub.directory.models import Status
from tests import factories as make
from tests.calendars import LIST, Subscriber, change, commune, event, nothing_in_memory, text  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """The same event said twice, elsewhere and under another theme."""
    kept = event(name="Fête", slug="fete", territory=commune("35238"))
    other = event(name="La fête", slug="la-fete", territory=commune("61001"), themes=[make.ThemeFactory(slug="bois")])
    return kept, other


def told(whole, uid):
    """The status and the revision under which the calendar tells the event; None when it does not."""
    parts = [part for part in whole.split("BEGIN:VEVENT") if f"UID:{uid}" in part]
    if not parts:
        return None
    [part] = parts
    lines = dict(line.partition(":")[::2] for line in part.splitlines())
    return lines["STATUS"], int(lines["SEQUENCE"])


@pytest.mark.parametrize(
    "query",
    [
        "", "?territoire=region-28", "?theme=bois", "?du=2026-11-14&au=2026-11-14", "?mois=2026-11", "?annee=2026",
        "?tenue=prevu", "?q=fete", "?territoire=region-28&portee=plus-large",
    ],
)  # fmt: skip
def test_every_list_that_had_the_merged_event_tells_that_it_is_cancelled(client, pair, editor, query):
    kept, other = pair
    merge(kept, [other], {}, editor)
    assert told(text(client, LIST + query), other.uid) == ("CANCELLED", 1)


@pytest.mark.parametrize("query", ["?territoire=region-53", "?du=2026-11-15&au=2026-11-20", "?tenue=annule"])
def test_a_list_that_never_had_it_is_not_told(client, pair, editor, query):
    kept, other = pair
    merge(kept, [other], {}, editor)
    assert told(text(client, LIST + query), other.uid) is None


def test_its_own_calendar_leads_to_that_of_the_kept_one_that_tells_of_both(client, pair, editor):
    kept, other = pair
    merge(kept, [other], {}, editor)
    third = event(name="Grande fête", slug="grande-fete")
    merge(third, [Event.objects.get(pk=kept.pk)], {}, editor)

    assert client.get("/evenements/la-fete.ics")["Location"] == "/evenements/grande-fete.ics"
    whole = text(client, "/evenements/grande-fete.ics")
    assert told(whole, third.uid) == ("CONFIRMED", 0)
    assert [told(whole, one.uid)[0] for one in pair] == ["CANCELLED", "CANCELLED"]


def test_into_one_that_is_not_public_it_is_told_alone(client, pair, editor):
    _, other = pair
    draft = make.EventFactory(draft=True, slug="brouillon", name="Secret", start="2026-11-14")
    merge(draft, [other], {}, editor)
    whole = text(client, "/evenements/la-fete.ics")
    assert told(whole, other.uid) == ("CANCELLED", 1)
    assert "Secret" not in whole


def test_it_is_told_for_thirty_days(client, pair, editor):
    kept, other = pair
    merge(kept, [other], {}, editor)
    for days, status in ((29, "CANCELLED"), (31, None)):
        MergeRecord.objects.update(done_at=timezone.now() - datetime.timedelta(days=days))
        for address in (LIST, "/evenements/fete.ics"):
            found = told(text(client, address), other.uid)
            assert (found and found[0]) == status


def test_what_nobody_had_is_not_told(client, pair, editor):
    kept, _ = pair
    draft = make.EventFactory(draft=True, start="2026-11-14")
    merge(kept, [draft], {}, editor)
    assert told(text(client), draft.uid) is None


def test_undone_both_come_back_as_later_revisions(client, pair, editor):
    kept, other = pair
    change(other, start="2026-11-15")  # a revision that the merge must pass
    subscriber = Subscriber(client, "/evenements/fete.ics")
    record = merge(kept, [Event.objects.get(pk=other.pk)], {"start": Event.objects.get(pk=other.pk).start}, editor)
    assert subscriber.refresh()
    assert told(text(client), other.uid) == ("CANCELLED", 2)
    assert told(text(client), kept.uid) == ("CONFIRMED", 1)

    undo(record, editor)

    assert told(text(client), other.uid) == ("CONFIRMED", 3)
    status, revision = told(text(client), kept.uid)
    assert (status, revision > 1) == ("CONFIRMED", True)
    assert Event.objects.get(pk=kept.pk).start.iso == "2026-11-14"
    assert not subscriber.refresh() or subscriber.revision > 1


def test_what_calendars_read_since_a_merge_does_not_forbid_undoing_it(pair, editor):
    kept, other = pair
    record = merge(kept, [other], {}, editor)
    Event.objects.filter(pk=kept.pk).update(sequence=7, calendar_changed=timezone.now())

    undo(record, editor)

    assert Event.objects.get(pk=kept.pk).sequence > 7
    assert Event.objects.get(pk=other.pk).status == Status.PUBLISHED


def test_an_event_said_cancelled_by_a_merge_is_held_again_once_undone(pair, editor):
    kept, other = pair
    record = merge(kept, [other], {"holding": Event.Holding.CANCELLED}, editor)
    assert Event.objects.get(pk=kept.pk).cancelled_on

    undo(record, editor)

    assert Event.objects.get(pk=kept.pk).cancelled_on is None
