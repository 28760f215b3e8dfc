"""What the tests of calendars share: an event, its calendar as lines, a calendar that subscribes."""

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.calendars.files import COMPONENTS
from events.models import Event
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

LIST = "/evenements.ics"


@pytest.fixture(autouse=True)
def nothing_in_memory():
    COMPONENTS.made.clear()


def commune(code):
    return Territory.objects.get(kind=Kind.COMMUNE, code=code)


def event(**facts):
    facts = {"published": True, "start": "2026-11-14"} | facts
    return make.EventFactory(**facts)


def text(client, address=LIST):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def unfolded(client, address=LIST):
    return text(client, address).replace("\r\n ", "").split("\r\n")


def only(client, name, address=LIST):
    """The one value of the property among events."""
    lines = unfolded(client, address)
    lines = lines[lines.index("BEGIN:VEVENT") :]
    values = [line for line in lines if line.partition(":")[0].partition(";")[0] == name]
    assert len(values) <= 1
    return values[0].partition(":")[2] if values else None


class Subscriber:
    """A calendar that keeps what it read last, and asks whether it still holds."""

    def __init__(self, client, address=LIST):
        self.client, self.address, self.etag, self.whole = client, address, None, None
        assert self.refresh()

    def refresh(self):
        """Whether anything was new."""
        response = self.client.get(self.address, headers={"If-None-Match": self.etag} if self.etag else {})
        assert response["Cache-Control"] == "no-cache"
        if response.status_code == 304:
            assert response["ETag"] == self.etag
            return False
        self.etag, self.whole = response["ETag"], response.content.decode()
        return True

    @property
    def event(self):
        return vobject.readOne(self.whole).vevent

    def value(self, name):
        return getattr(self.event, name).value

    @property
    def revision(self):
        return int(self.value("sequence"))


def change(made, **facts):
    made = Event.objects.get(pk=made.pk)
    for name, value in facts.items():
        setattr(made, name, value)
    made.save()


def queries(client, address=LIST):
    with CaptureQueriesContext(connection) as asked:
        text(client, address)
    return len(asked)
