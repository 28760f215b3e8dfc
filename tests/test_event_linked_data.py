"""What machines read on the page of an event."""

import json
import re

import pytest

from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db


def linked(client, **facts):
    sessions = facts.pop("sessions", ())
    made = make.EventFactory(**{"published": True, "start": "2026-11-14"} | facts)
    for session in sessions:
        make.SessionFactory(event=made, **session)
    page = client.get(made.get_absolute_url()).content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return next(thing for thing in json.loads(script)["@graph"] if thing["@type"] == "Event")


@pytest.mark.parametrize(
    ("holding", "word"),
    [
        ("prévu", "EventScheduled"),
        ("complet", "EventScheduled"),
        ("déplacé", "EventRescheduled"),
        ("reporté", "EventPostponed"),
        ("annulé", "EventCancelled"),
    ],
)
def test_how_it_is_held_is_told(client, holding, word):
    assert linked(client, holding=holding)["eventStatus"] == f"https://schema.org/{word}"


@pytest.mark.parametrize(
    ("code", "day", "offset"),
    [("75056", "2026-11-14", "+01:00"), ("75056", "2026-07-14", "+02:00"), ("97411", "2026-07-14", "+04:00"),
     ("97105", "2026-07-14", "-04:00"), ("97302", "2026-07-14", "-03:00")],
)  # fmt: skip
def test_hours_have_the_offset_of_the_place(client, code, day, offset):
    place = Territory.objects.get(kind=Kind.COMMUNE, code=code)
    session = {"title": "Débat", "start_time": "10:00", "end_time": "11:00", "room": "B"}
    data = linked(client, start=day, start_time="09:00", end_time="12:00", territory=place, sessions=[session])
    assert (data["startDate"], data["endDate"]) == (f"{day}T09:00{offset}", f"{day}T12:00{offset}")
    assert data["subEvent"] == [
        {
            "@type": "Event",
            "name": "Débat",
            "startDate": f"{day}T10:00{offset}",
            "endDate": f"{day}T11:00{offset}",
            "location": {"@type": "Place", "name": "B"},
        }
    ]


def test_a_date_says_no_more_than_its_source(client):
    data = linked(client, start="2026-11", sessions=[{"title": "Débat", "start_time": "10:00"}])
    assert data["startDate"] == data["subEvent"][0]["startDate"] == "2026-11"
    assert "endDate" not in data


def test_what_it_takes_to_come_is_told_when_known(client):
    data = linked(client, is_free=True, capacity=80, holding="complet", registration_url="https://exemple.fr/venir")
    assert (data["isAccessibleForFree"], data["maximumAttendeeCapacity"]) == (True, 80)
    assert data["offers"] == {
        "@type": "Offer",
        "url": "https://exemple.fr/venir",
        "availability": "https://schema.org/SoldOut",
        "price": 0,
        "priceCurrency": "EUR",
    }
    unknown = linked(client)
    assert not unknown.keys() & {"isAccessibleForFree", "maximumAttendeeCapacity", "offers"}
    assert linked(client, is_free=False, price="5 à 12 €")["offers"]["description"] == "5 à 12 €"


def test_what_is_held_in_two_ways_has_two_places(client):
    place = Territory.objects.get(kind=Kind.COMMUNE, code="61001")
    data = linked(client, format="mixte", territory=place, venue="Halle", website="https://exemple.fr/")
    assert [(each["@type"], each.get("name", each.get("url"))) for each in data["location"]] == [
        ("Place", "Halle"),
        ("VirtualLocation", "https://exemple.fr/"),
    ]
