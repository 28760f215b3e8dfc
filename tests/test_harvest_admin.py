"""Sources as people see them: on the page of an event, on the desk, in the admin."""
# ruff: noqa: F811 (fixtures are taken by their names)

import io

import pytest
from django.urls import reverse

from events.models import Event, Source
from ptce_hub.directory.rights import may, why_not
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.editors import address
from tests.harvesting import ALENCON, at_source, event, harvest, normandie, source  # noqa: F401

pytestmark = pytest.mark.django_db


def test_nobody_changes_here_what_is_kept_elsewhere(harvest, client, source):
    harvest(ALENCON)
    user = make.UserFactory(administrator=True)
    client.force_login(user)
    taken = event("salon")
    page = client.get(address(Event, "change", taken.pk))

    assert "repris de « Agenda d&#x27;Alençon »" in page.content.decode()
    assert client.post(address(Event, "change", taken.pk), {"name": "Pris"}).status_code == 403
    assert client.get(address(Event, "delete", taken.pk)).status_code == 403
    assert not may(user, "change", make.SessionFactory(event=taken))
    assert may(user, "publish", taken) and may(user, "change", make.EventFactory())


def test_the_public_page_says_where_an_event_comes_from(harvest, client):
    harvest(ALENCON)
    page = client.get(reverse("event", args=[event("salon").slug])).content.decode()

    assert (
        'Repris de</dt><dd><a href="https://agenda.example.fr/agenda.ics" rel="external">Agenda d’Alençon</a>' in page
    )


def test_a_source_in_failure_waits_on_the_desk_of_who_keeps_it(normandie, client):
    owner = make.StructureFactory(territory=normandie)
    make.SourceFactory(structure=owner, failed=True)
    for role in (make.UserFactory(moderator=True, territories=[normandie]), make.UserFactory(moderator=True)):
        client.force_login(role)
        assert ("sources d&#x27;événements en panne" in client.get(reverse("admin:index")).content.decode()) == bool(
            role.territories.all()
        )


FORM = {"name": "Neuve", "kind": "ics", "active": "on", "publishes": "on"}


def test_a_moderator_adds_a_source_in_their_territories_only(normandie, client):
    owner = make.StructureFactory(territory=normandie)
    bretagne = Territory.objects.get(kind=Kind.REGION, code="53")
    client.force_login(make.UserFactory(moderator=True, territories=[normandie]))
    page = address(Source, "add")
    asked = FORM | {"structure": owner.pk, "territory": normandie.pk}

    for wrong, words in (
        ({"address": "https://x.fr/a.ics", "territory": bretagne.pk}, "parmi les vôtres"),
        ({"address": "https://x.fr:8080/a.ics"}, "seuls 80 et 443"),
        ({"address": "https://moi:secret@x.fr/a.ics"}, "sans mot de passe"),
        ({}, "envoyez un fichier"),
    ):
        answer = client.post(page, asked | wrong)
        assert answer.status_code == 200 and words in answer.content.decode()
    file = io.BytesIO(ALENCON)
    file.name = "alencon.ics"
    assert client.post(page, asked | {"file": file}).status_code == 302

    source = Source.objects.get(name="Neuve")
    client.post(address(Source, "changelist"), {"action": "read_now", "_selected_action": [source.pk]})
    assert source.events.count() == 3
    assert why_not(make.UserFactory(editor=True, territories=[normandie]), "change", source) != ""
