"""What the tests of harvest share: a source in Normandie, and what its address answers."""

from pathlib import Path

import pytest

from events.harvest import reading as readings
from events.harvest.fetching import Fetched, Unfetched
from events.models import Event
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

FILES = Path(__file__).parent / "sources"
ALENCON = (FILES / "alencon.ics").read_bytes()


@pytest.fixture
def normandie():
    return Territory.objects.get(kind=Kind.REGION, code="28")


@pytest.fixture
def source(normandie):
    return make.SourceFactory(name="Agenda d'Alençon", territory=normandie)


@pytest.fixture
def at_source(monkeypatch):
    """What the address of every source answers: bytes, or the reason of a failure."""

    def answer(said):
        def fetch(*_):
            if isinstance(said, str):
                raise Unfetched(said)
            return Fetched(said, '"1"') if said is not None else Fetched(None)

        monkeypatch.setattr(readings, "fetch", fetch)

    return answer


@pytest.fixture
def harvest(source, at_source):
    """Read the source when it holds ``said``; gives its outcome."""

    def read(said):
        at_source(said)
        readings.read_source(source)
        return source.outcome

    return read


def event(uid):
    return Event.objects.get(outside_id__startswith=uid)


def calendar(*components):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *components, "END:VCALENDAR", ""]).encode()


def vevent(uid="a", start="20990101T100000", *lines):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", "SUMMARY:Fête", *lines, "END:VEVENT"])


@pytest.fixture
def harvest_as(harvest, source):
    def read(kind, said):
        source.kind = kind
        return harvest(said)

    return read
