"""``?au=``: what was recorded on a past day, and what was true on it; two things, told apart."""

import datetime

import pytest
from django.utils import timezone

from ptce_hub.directory.history.days import Day, Life
from ptce_hub.directory.models import Status
from tests import factories
from tests.reading import text_of

pytestmark = pytest.mark.django_db

LIFE = Life("started", "ended")


def recorded(entry, *days):
    """As if its versions, oldest first, had been written at noon of these days; gives the record."""
    for version, day in zip(entry.history.order_by("history_id"), days, strict=False):
        date = timezone.make_aware(datetime.datetime.fromisoformat(f"{day}T12:00"))
        entry.history.filter(pk=version.pk).update(history_date=date)
    return entry


def page(client, entry, day):
    return client.get(entry.get_absolute_url(), {"au": day})


def labels(rows):
    return [row.label for row in rows]


# --- True on that day -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("started", "ended", "state"),
    [
        ("2014", None, True),
        ("2015", None, True),
        ("2015-06", "2015-06", True),
        ("2015-06-30", "2015-06-30", True),
        ("2015-07", None, False),
        ("2016", None, False),
        ("2010", "2014", False),
        ("2010", "2015-05", False),
        ("2010", "2015-06-29", False),
        ("2010", "2015", True),
        (None, None, None),
        (None, "2016", None),
        (None, "2015", None),
        (None, "2014", False),
    ],
)
def test_partial_dates_compare_at_their_precision(started, ended, state):
    cooperation = factories.CooperationFactory(published=True, started=started, ended=ended)
    cooperation.refresh_from_db()
    day, rows = Day(datetime.date(2015, 6, 30)), type(cooperation).objects

    assert LIFE.state(cooperation, day) is state
    assert rows.filter(LIFE.true(day)).exists() is (state is True)
    assert rows.filter(LIFE.unknown(day)).exists() is (state is None)


def test_a_record_shows_the_ties_true_on_that_day_and_those_whose_dates_do_not_say(client):
    pole = factories.PoleFactory(published=True, started="2010")
    for name, since, until in [
        ("Déjà là", "2013", None), ("Encore là", "2012", "2015"), ("Partie", "2012", "2014"),
        ("Pas encore", "2016", None),
        ("Inconnue", None, None), ("Inconnue puis partie", None, "2014"),
    ]:  # fmt: skip
        structure = factories.StructureFactory(name=name, published=True)
        factories.MembershipFactory(pole=pole, structure=structure, since=since, until=until)
    factories.MembershipFactory(pole=pole, structure=factories.StructureFactory(name="Brouillon"), since="2013")

    response = page(client, pole, "2015-06-30")

    section = response.context["sections"][0]
    assert sorted(labels(section.true)) == ["Déjà là", "Encore là"]
    assert labels(section.unknown) == ["Inconnue"]
    assert "fin non renseignée" in response.text
    assert "Brouillon" not in response.text


def test_a_tie_is_not_true_once_what_it_ties_is_over(client):
    structure = factories.StructureFactory(published=True)
    over = factories.CooperationFactory(published=True, started="2010", ended="2012")
    factories.ParticipationFactory(cooperation=over, structure=structure)

    section = page(client, structure, "2015-06-30").context["sections"][1]

    assert (labels(section.true), labels(section.unknown)) == ([], [])


def test_a_list_and_a_territory_show_the_cooperations_running_on_that_day(client):
    place = factories.TerritoryFactory(region=True, name="Armorique")
    for name, started in [("En cours", "2014"), ("À venir", "2016"), ("Sans date", None)]:
        factories.CooperationFactory(name=name, started=started, published=True, territory=place)
    factories.CooperationFactory(name="Ailleurs", started="2014", published=True)

    listed = client.get("/cooperations/", {"au": "2015-06-30", "territoire": place.ref}).context
    there = client.get(place.get_absolute_url(), {"au": "2015-06-30"}).context["true"]

    assert (labels(listed["true"]), labels(listed["unknown"])) == (["En cours"], ["Sans date"])
    assert [(some.total, some.undated) for some in there if some.title == "Coopérations"] == [(1, 1)]


# --- Recorded on that day -------------------------------------------------------------------------------------------


def test_a_record_shows_its_words_of_that_day(client):
    theme = factories.ThemeFactory(label="Mobilités")
    pole = factories.PoleFactory(name="Premier", published=True, placed=True, summary="Ses mots d'alors.")
    pole.themes.add(theme)
    recorded(pole, "2026-01-10", "2026-01-10")
    pole.summary = "Ses mots d'aujourd'hui."
    pole.save()
    pole.themes.clear()

    facts = dict(page(client, pole, "2026-02-01").context["facts"])

    assert (facts["nom"], facts["présentation"]) == ("Premier", "Ses mots d'alors.")
    assert (facts["thèmes"], facts["territoire"]) == ("Mobilités", pole.territory.name)


def test_before_the_memory_the_page_says_that_nothing_was_recorded(client):
    pole = recorded(factories.PoleFactory(published=True), "2026-01-10")

    response = page(client, pole, "2015-06-30")

    assert response.context["facts"] == []
    assert "la mémoire de l’annuaire commence le 10 janvier 2026" in text_of(response)


def test_a_day_holds_what_was_written_before_its_midnight(client):
    pole = recorded(factories.PoleFactory(published=True), "2026-01-10")

    assert page(client, pole, "2026-01-09").context["facts"] == []
    assert page(client, pole, "2026-01-10").context["facts"] != []


def test_what_was_not_published_then_or_is_not_now_stays_hidden(client):
    draft = recorded(factories.PoleFactory(name="Alors brouillon"), "2026-01-10")
    draft.status = Status.PUBLISHED
    draft.save()
    archived = recorded(factories.PoleFactory(name="Archivé depuis", published=True), "2026-01-10")
    archived.status = Status.ARCHIVED
    archived.save()
    recorded(factories.PoleFactory(name="Supprimé depuis", published=True), "2026-01-10").delete()
    recorded(factories.PoleFactory(name="Toujours là", published=True), "2026-01-10")

    assert page(client, draft, "2026-02-01").context["facts"] == []
    assert page(client, archived, "2026-02-01").status_code == 404
    assert labels(client.get("/poles/", {"au": "2026-02-01"}).context["recorded"]) == ["Toujours là"]


def test_what_a_version_names_is_shown_only_if_it_is_public_today(client):
    pole = factories.PoleFactory(name="Pôle archivé depuis", published=True)
    cooperation = recorded(factories.CooperationFactory(pole=pole, published=True), "2026-01-10")
    pole.status = Status.ARCHIVED
    pole.save()

    assert "Pôle archivé depuis" not in page(client, cooperation, "2026-02-01").text


def test_staff_notes_and_people_stay_out(client):
    structure = factories.StructureFactory(published=True, staff_notes="Note secrète")
    factories.ContactFactory(structure=structure, name="Camille Martin")
    recorded(structure, "2026-01-10")

    text = page(client, structure, "2026-02-01").text

    assert "Note secrète" not in text
    assert "Camille Martin" not in text


def test_a_list_names_records_as_then_and_filters_on_what_they_said_then(client):
    then, now = factories.ThemeFactory(slug="alors"), factories.ThemeFactory(slug="maintenant")
    place = factories.TerritoryFactory(region=True)
    pole = factories.PoleFactory(name="Premier", published=True, activity="actif", territory=place)
    pole.themes.add(then)
    recorded(pole, "2026-01-10", "2026-01-10")
    pole.name, pole.activity, pole.territory = "Second", "terminé", factories.TerritoryFactory()
    pole.save()
    pole.themes.set([now])

    def names(**query):
        return labels(client.get("/poles/", {"au": "2026-02-01", **query}).context["recorded"])

    assert names() == ["Premier"]
    assert names(theme="alors") == names(situation="actif") == names(territoire=place.ref) == ["Premier"]
    assert names(theme="maintenant") == names(situation="termine") == []


def test_a_filter_that_cannot_be_computed_on_that_day_is_named(client):
    recorded(factories.PoleFactory(published=True), "2026-01-10")

    response = client.get("/poles/", {"au": "2026-02-01", "q": "pôle"})

    assert response.context["recorded"] is None
    assert "Mots" in response.text
