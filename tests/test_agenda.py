"""The list of events in its views: by day, in a month's table, to print; the periods that narrow it."""

import csv
import datetime
import io
import re
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.calendars.moments import zone_of
from events.models import Event
from events.month import LINKS
from ptce_hub.directory.search.indexing import indexed_together
from ptce_hub.site.measuring.weight import Reader
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.reading import names, plain, text_of

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


def at(ref):
    return Territory.objects.get_by_ref(ref)


def event(name, start=None, **fields):
    return make.EventFactory(published=True, name=name, start=start, **fields)


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is, from words: ``clock("2026-11-14T22:30+00:00")``."""

    def set_to(words):
        monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.fromisoformat(words).astimezone(UTC))

    set_to("2026-11-18T12:00+01:00")  # a Wednesday
    return set_to


# --- What comes, what is past ---------------------------------------------------------------------------------------


def test_an_event_stays_until_its_last_day_is_over(client, clock):
    event("Foire", "2026-11-10", end="2026-11-18")
    assert names(client.get("/evenements/?quand=a-venir")) == ["Foire"]
    clock("2026-11-19T00:30+01:00")
    assert names(client.get("/evenements/?quand=a-venir")) == []
    assert names(client.get("/evenements/?quand=archives")) == ["Foire"]


@pytest.mark.parametrize(("place", "zone"), [("commune-97105", ""), ("region-01", ""), (None, "America/Guadeloupe")])
def test_an_evening_west_of_paris_is_not_over_while_it_lasts(client, clock, place, zone):
    there = event("Veillée", "2026-11-18", start_time="20:00", territory=place and at(place), zone=zone)
    clock("2026-11-19T02:00+01:00")  # 21:00 on the 18th there
    assert names(client.get("/evenements/?quand=a-venir")) == ["Veillée"]
    assert Event.objects.get(pk=there.pk).is_coming
    clock("2026-11-19T05:30+01:00")
    assert names(client.get("/evenements/?quand=a-venir")) == []
    assert not Event.objects.get(pk=there.pk).is_coming


def test_what_has_no_known_day_is_in_the_archive_and_says_so(client, clock):
    event("Au mois", "2026-12")
    event("À l'année", "2027")
    event("Sans date")
    page = client.get("/evenements/")
    assert names(client.get("/evenements/?quand=archives")) == ["À l'année", "Au mois", "Sans date"]
    for words in (
        "En décembre 2026, jour non renseigné",
        "En 2027, mois et jour non renseignés",
        "Date non renseignée",
    ):
        assert words in text_of(page)
    assert "En cours et à venir" not in text_of(page)


def test_the_archive_is_apart_and_each_day_has_its_heading(client, clock):
    event("Hier", "2026-11-17")
    event("En cours", "2026-11-16", end="2026-11-20")
    event("L'après-midi", "2026-11-21", start_time="14:00")
    event("Toute la journée", "2026-11-21")
    found = client.get("/evenements/").context["sections"]
    assert [(section.title, [(plain(day.heading), [one.name for one in day.events])
                             for day in section.days]) for section in found] == [
        ("En cours et à venir", [
            ("Déjà commencés", ["En cours"]),
            ("Samedi 21 novembre 2026", ["Toute la journée", "L'après-midi"]),
        ]),
        ("Archives", [("Mardi 17 novembre 2026", ["Hier"])]),
    ]  # fmt: skip


def test_an_event_without_an_hour_is_a_day_and_never_midnight(client, clock):
    event("Sans heure", "2026-11-21")
    assert not re.search(r"\b0 ?h|minuit", text_of(client.get("/evenements/")))
    page = text_of(client.get("/evenements/sans-heure/"))
    assert "Samedi 21 novembre 2026" in page and not re.search(r"\b0 ?h|minuit", page)


# --- Hours and zones ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "zone", "words"),
    [
        ("commune-97411", "Indian/Reunion", "à 14 h, heure de La Réunion"),
        ("departement-973", "America/Cayenne", "à 14 h, heure de la Guyane"),
        ("region-01", "America/Guadeloupe", "à 14 h, heure de la Guadeloupe"),
        ("commune-98735", "Pacific/Tahiti", "à 14 h, heure de Tahiti"),
        ("commune-98731", "Pacific/Marquesas", "à 14 h, heure des Marquises"),
        ("zone-nouvelle-caledonie", "Pacific/Noumea", "à 14 h, heure de la Nouvelle-Calédonie"),
    ],
)
def test_hours_overseas_are_those_of_the_place_and_say_so(client, ref, zone, words):
    there = event("Là-bas", "2026-11-21", start_time="14:00", territory=at(ref))
    assert zone_of(there) == ZoneInfo(zone)
    for address in ("/evenements/", there.get_absolute_url()):
        assert words in text_of(client.get(address)).replace("À 14", "à 14")


def test_hours_of_metropolitan_france_name_no_zone(client):
    here = event("Ici", "2026-11-21", start_time="14:00", end_time="17:30", territory=at("commune-61309"))
    assert "Samedi 21 novembre 2026, de 14 h à 17 h 30 " in text_of(client.get(here.get_absolute_url()))
    assert "heure de" not in text_of(client.get(here.get_absolute_url()))


def test_an_event_may_keep_another_zone_than_its_place(client):
    away = event("Ailleurs", "2026-11-21", start_time="14:00", zone="Europe/London", territory=at("commune-61309"))
    assert "14 h, fuseau Europe/London" in text_of(client.get(away.get_absolute_url()))


# --- Periods --------------------------------------------------------------------------------------------------------


@pytest.fixture
def autumn(clock):
    """Around Wednesday the 18th of November 2026."""
    for name, start, end in (
        ("Octobre", "2026-10-31", None), ("Lundi", "2026-11-16", None), ("Mercredi", "2026-11-18", None),
        ("Samedi", "2026-11-21", None), ("Longue", "2026-11-10", "2026-11-21"), ("Au mois", "2026-11", None),
        ("Décembre", "2026-12-01", None), ("À l'année", "2026", None), ("Sans date", None, None),
    ):  # fmt: skip
        event(name, start, end=end)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("periode=aujourd-hui", ["Longue", "Mercredi"]),
        ("periode=week-end", ["Longue", "Samedi"]),
        ("periode=semaine", ["Longue", "Lundi", "Mercredi", "Samedi"]),
        ("periode=mois", ["Au mois", "Longue", "Lundi", "Mercredi", "Samedi"]),
        ("periode=week-end&periode=aujourd-hui", ["Longue", "Mercredi", "Samedi"]),
        ("periode=aujourd-hui&periode=semaine", ["Longue", "Lundi", "Mercredi", "Samedi"]),
        ("periode=semaine&periode=mois", ["Au mois", "Longue", "Lundi", "Mercredi", "Samedi"]),
        ("mois=2026-10", ["Octobre"]),
        ("du=2026-11-17&au=2026-11-18", ["Longue", "Mercredi"]),
        ("du=17/11/2026&au=18/11/2026", ["Longue", "Mercredi"]),
        ("du=2026-11-22", ["Décembre"]),
        ("du=2026-11-01&au=2026-12-01", ["Au mois", "Longue", "Lundi", "Mercredi", "Samedi", "Décembre"]),
        ("du=2026-11-02&au=2026-11-30", ["Longue", "Lundi", "Mercredi", "Samedi"]),
        ("du=2026-01-01&au=2026-12-31&q=ann", ["À l'année"]),
    ],
)
def test_a_period_holds_what_shares_a_day_with_it_and_a_vague_date_when_it_holds_it_whole(
    client, autumn, query, expected
):
    assert names(client.get(f"/evenements/?{query}")) == expected
    twin = csv.DictReader(io.StringIO(b"".join(client.get(f"/evenements.csv?{query}")).decode()))
    assert sorted(row["nom"] for row in twin) == sorted(expected)


def test_today_is_not_frozen_when_the_site_starts(client, autumn, clock):
    assert names(client.get("/evenements/?periode=aujourd-hui")) == ["Longue", "Mercredi"]
    clock("2026-11-21T12:00+01:00")
    assert names(client.get("/evenements/?periode=aujourd-hui")) == ["Longue", "Samedi"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("du=2026-02-30", "À partir du : « 2026-02-30 » n’est pas un jour qui existe"),
        ("du=2026-11&au=2026-12-01", "À partir du : « 2026-11 » n’est pas un jour qui existe"),
        ("du=2026-11-02&au=demain", "Jusqu’au : « demain » n’est pas un jour qui existe"),
        ("du=2026-12-01&au=2026-11-01", "Jusqu’au : cette date, le 1er novembre 2026, vient avant le 1er décembre"),
        ("du=&au=2026-11-01", "À partir du : donnez aussi le jour où commence la période"),
        ("mois=2026-13", "« 2026-13 » n’est pas un mois"),
        ("vue=mois&mois=novembre", "« novembre » n’est pas un mois"),
        ("periode=demain", "« demain » n’est pas une valeur de « Période »"),
        ("vue=agenda", "La vue (vue) « agenda » n’existe pas"),
    ],
)
def test_a_wrong_time_is_named_and_shows_nothing(client, autumn, query, message):
    response = client.get(f"/evenements/?{query}")
    assert response.status_code == 400
    assert message in text_of(response)
    assert "Mercredi" not in text_of(response)


def test_alone_the_end_of_a_period_is_a_past_day_as_on_every_list(client, autumn):
    assert "28 octobre 2026" in text_of(client.get("/evenements/?au=2026-10-28"))
    assert client.get("/evenements.csv?au=2026-10-28").status_code == 400
    assert client.get("/evenements.csv?du=2026-10-01&au=2026-10-31").status_code == 200


# --- A month --------------------------------------------------------------------------------------------------------


def cells(response):
    return {cell.day.day: cell for week in response.context["table"].weeks for cell in week if cell}


def test_the_month_names_what_begins_and_counts_the_rest(client, autumn):
    response = client.get("/evenements/?vue=mois&mois=2026-11")
    days = cells(response)
    assert [one.name for one in days[10].events] == ["Longue"]
    assert (days[16].more, days[16].more_words, days[17].more_words) == (1, "et 1 autre", "1 en cours")
    assert days[22].events == [] and days[22].more == 0
    assert "Sans jour connu (1)" in text_of(response)


def test_each_day_of_the_month_leads_to_the_list_that_its_number_counts(client, autumn):
    for cell in cells(client.get("/evenements/?vue=mois&mois=2026-11&territoire=")).values():
        assert len(names(client.get(cell.url))) == len(cell.events) + cell.more, cell.day


def test_the_month_shown_is_this_one_or_that_of_the_period(client, autumn):
    assert str(client.get("/evenements/?vue=mois").context["table"].month) == "novembre 2026"
    assert str(client.get("/evenements/?vue=mois&du=2026-12-01").context["table"].month) == "décembre 2026"


def test_an_empty_month_leads_to_the_nearest_that_are_not(client, autumn):
    page = client.get("/evenements/?vue=mois&mois=2027-03")
    assert [str(month) for month, _ in page.context["table"].nearest] == ["décembre 2026"]
    assert "Rien n’est annoncé en mars 2027" in text_of(page)


def test_a_month_and_its_edition_lead_to_one_another(client, clock):
    edition = make.EssMonthFactory(year=2026)
    event("Ici", "2026-11-14", ess_month=edition, territory=at("commune-61309"))
    month = client.get("/evenements/?vue=mois&mois=2026-11&territoire=region-28").content.decode()
    assert 'href="/mois-ess/2026/region/normandie/"' in month
    page = client.get("/mois-ess/2026/region/normandie/")
    listed = cells(client.get(page.context["monthly"]))[14].events
    assert [each.name for each in listed] == ["Ici"]
    assert "mois-ess/2026/region" not in client.get("/evenements/?vue=mois&mois=2026-12").content.decode()


def a_month(count):
    """As many events, over every day of November."""
    place = at("commune-61309")
    with indexed_together():
        return [
            event(f"Rendez-vous {number}", f"2026-11-{number % 30 + 1:02}", start_time="18:00", territory=place)
            for number in range(count)
        ]


def test_a_full_month_keeps_its_pages_light_for_the_same_queries(client, clock, queries_of):
    views = [f"/evenements/?{query}mois=2026-11" for query in ("", "vue=mois&", "vue=programme&")]
    a_month(30)
    few = [queries_of(view) for view in views]
    a_month(270)
    assert [queries_of(view) for view in views] == few
    assert max(Reader(client.get(view).content.decode()).nodes for view in views) <= 350


def test_the_month_shows_as_much_as_its_page_may_carry(client, clock):
    a_month(150)
    days = cells(client.get("/evenements/?vue=mois&mois=2026-11"))
    assert {(len(cell.events), cell.more_words) for cell in days.values()} == {(3, "et 2 autres")}
    assert sum(len(cell.events) + 1 for cell in days.values()) <= LINKS


def test_the_programme_prints_what_comes_day_by_day(client, autumn):
    event("Reporté", "2026-11-21", holding="reporté", holding_words="au printemps")
    page = text_of(client.get("/evenements/?vue=programme&du=2026-11-18&au=2026-11-30"))
    assert page.index("Déjà commencés") < page.index("Mercredi 18 novembre") < page.index("Samedi 21 novembre")
    assert "Reporté (au printemps) ·" in page
