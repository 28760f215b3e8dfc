"""The page of an event: how it is held, its programme, what came of it, its series."""

import pytest

from events.models import Event
from events.programme import programme_of
from ptce_hub.directory.fields.dates import PartialDate
from tests import factories as make
from tests.reading import plain, text_of

pytestmark = pytest.mark.django_db


def shape(event):
    """The programme: its half-days, and for each slot the tracks with their sessions."""
    return [
        (
            plain(part.title),
            [[(track.name, [one.title for one in track.sessions]) for track in slot.tracks] for slot in part.slots],
        )
        for part in programme_of(event.sessions.all())
    ]


def session(event, title, **fields):
    return make.SessionFactory(event=event, title=title, **fields)


@pytest.mark.parametrize("holding", ["complet", "déplacé", "reporté", "annulé"])
def test_how_it_is_held_is_said_on_the_page_and_in_every_list(client, holding):
    event = make.EventFactory(
        published=True, start="2100-11-21", holding=holding, holding_words="voir ce qui suit", name="Rencontre"
    )
    home = "/"
    for address in (event.get_absolute_url(), "/evenements/", "/evenements/?vue=programme", home):
        assert holding.capitalize() in text_of(client.get(address)), address
    assert f"{holding.capitalize()} : voir ce qui suit" in text_of(client.get(event.get_absolute_url()))
    assert holding.capitalize() in text_of(client.get("/evenements/?vue=mois&mois=2100-11"))


def test_sessions_of_one_half_day_with_tracks_stand_side_by_side():
    event = make.EventFactory()
    session(event, "Clôture", half_day="soir", position=5)
    session(event, "Accueil", half_day="matin", position=1)
    for position, track in enumerate(("Bleu", "Vert", "Bleu"), start=2):
        session(event, f"{track} {position}", half_day="matin", track=track, position=position)
    assert shape(event) == [
        ("Matin", [[("", ["Accueil"])], [("Bleu", ["Bleu 2", "Bleu 4"]), ("Vert", ["Vert 3"])]]),
        ("Soir", [[("", ["Clôture"])]]),
    ]


def test_sessions_of_the_same_hour_are_parallel_and_their_half_day_is_that_of_their_hour():
    event = make.EventFactory()
    for title, start in (("Bilan", "14:00"), ("Ouverture", "09:00"), ("Autre bilan", "14:00"), ("Suite", "10:00")):
        session(event, title, start_time=start)
    assert shape(Event.objects.get(pk=event.pk)) == [
        ("Matin", [[("", ["Ouverture", "Suite"])]]),
        ("Après-midi", [[("", ["Bilan"]), ("", ["Autre bilan"])]]),
    ]


def test_days_are_named_only_when_there_are_several():
    event = make.EventFactory()
    session(event, "Un", day=PartialDate(2026, 11, 30), half_day="matin")
    assert shape(event) == [("Matin", [[("", ["Un"])]])]
    session(event, "Deux", day=PartialDate(2026, 12, 1))
    assert [title for title, _ in shape(event)] == ["Lundi 30 novembre 2026, matin", "Mardi 1er décembre 2026"]


def test_what_came_of_an_event_is_told_both_ways_and_in_time(client):
    event = make.EventFactory(published=True, name="Assemblée fondatrice", start="2021-10-26")
    pole, cooperation = make.PoleFactory(published=True), make.CooperationFactory(published=True)
    event.led_to_poles.add(pole, make.PoleFactory(draft=True, name="Pôle caché"))
    event.led_to_cooperations.add(cooperation)
    event.poles.add(pole)
    page = text_of(client.get(event.get_absolute_url()))
    assert "A donné lieu à" in page and "Pôle caché" not in page
    for entry, heading in ((pole, "Issu de"), (cooperation, "Issue de")):
        response = client.get(entry.get_absolute_url())
        assert heading in text_of(response)
        told = [moment.words for moment in response.context["timeline"].moments]
        assert told == ["Événement qui y a donné lieu :"]


def test_a_draft_event_is_no_one_s_origin(client):
    pole = make.PoleFactory(published=True)
    make.EventFactory(draft=True, name="Caché", start="2021-10-26").led_to_poles.add(pole)
    assert "Caché" not in text_of(client.get(pole.get_absolute_url()))


def test_a_series_names_its_occurrences_and_leads_to_those_beside(client):
    series = make.SeriesFactory(name="Journées du bocage")
    events = [
        make.EventFactory(published=True, name=f"Journée {year}", start=f"{year}-11-05", series=series)
        for year in (2022, 2023, 2024)
    ]
    make.EventFactory(draft=True, name="Journée cachée", start="2023-12-01", series=series)
    context = client.get(events[1].get_absolute_url()).context
    assert list(context["occurrences"]) == events
    assert (context["earlier"], context["later"]) == (events[0], events[2])
    assert client.get(events[2].get_absolute_url()).context["later"] is None


def test_to_register_is_offered_while_one_may_still_come(client):
    link = "https://exemple.fr/inscription"
    for fields, offered in (
        ({"start": "2100-11-05"}, True),
        ({"start": "2100-11-05", "holding": "annulé"}, False),
        ({"start": "2100-11-05", "holding": "complet"}, False),
        ({"start": "2020-11-05"}, False),
    ):
        event = make.EventFactory(published=True, registration_url=link, **fields)
        assert ("S’inscrire" in text_of(client.get(event.get_absolute_url()))) is offered, fields


def test_access_places_and_price_are_shown_and_what_is_unknown_is_not_listed(client):
    event = make.EventFactory(published=True, start="2100-11-05", capacity=120, is_free=True, price="don libre")
    make.AccessFactory(event=event, disability="auditif", words="Langue des signes")
    page = text_of(client.get(event.get_absolute_url()))
    for words in ("Places 120", "Tarif Gratuit, don libre", "Handicap auditif Langue des signes"):
        assert words in page
    silent = text_of(client.get(make.EventFactory(published=True, start="2020-11-05").get_absolute_url()))
    for words in ("Places", "Tarif", "Handicap", "Nature", "Accessibilité non"):
        assert words not in silent
    coming = text_of(client.get(make.EventFactory(published=True, start="2100-11-05").get_absolute_url()))
    assert "Accessibilité non renseignée" in coming


def test_the_twin_tells_what_the_page_tells(client):
    event = make.EventFactory(
        published=True, start="2100-11-05", start_time="14:00", kind="atelier", holding="complet", capacity=12,
        is_free=True, zone="Indian/Reunion", series=make.SeriesFactory(name="Ateliers"),
    )  # fmt: skip
    make.SessionFactory(event=event, track="Bleu", room="Salle 2", half_day="après-midi")
    make.AccessFactory(event=event, words="Rampe")
    event.led_to_poles.add(make.PoleFactory(published=True, name="Né de là"), make.PoleFactory(draft=True))
    told = b"".join(client.get("/evenements.json")).decode()
    for words in (
        '"nature": "atelier"', '"tenue": "complet"', '"fuseau": "Indian/Reunion"', '"places": 12', '"gratuit": true',
        '"serie": "Ateliers"', '"parcours": "Bleu"', '"salle": "Salle 2"', '"prevu": "Rampe"', '"nom": "Né de là"',
    ):  # fmt: skip
        assert words.replace('": ', '":') in told.replace('": ', '":'), words


# --- The real ones --------------------------------------------------------------------------------------------------


def real(slug):
    return Event.objects.get(slug=slug)


@pytest.mark.usefixtures("real_records")
class TestRealEvents:
    def test_the_normandy_day_has_its_morning_of_research_and_two_workshops_at_once(self, client):
        (morning, _), (afternoon, (slot,)) = shape(real("journee-honfleur"))
        assert (morning, afternoon) == ("Matin", "Après-midi")
        assert [name for name, _ in slot] == ["Premier atelier", "Second atelier"]
        page = text_of(client.get("/evenements/journee-honfleur/"))
        assert "Laurent Fraisse, chercheur, sociologue" in page
        assert "En même temps, au choix" in page
        assert "Date non renseignée" in page

    def test_la_grappe_has_its_morning_and_its_afternoon(self, client):
        assert [title for title, _ in shape(real("journee-la-grappe"))] == ["Matin", "Après-midi"]
        page = text_of(client.get("/evenements/journee-la-grappe/"))
        assert "Anne-Laure Federici, déléguée générale, RTES" in page

    def test_the_conference_of_october_2021_has_its_three_witnesses_in_their_roles(self, client):
        page = text_of(client.get("/evenements/pqna-2021/"))
        assert "Mercredi 20 octobre 2021" in page
        for words in ("Clément Bosredon, directeur", "Virginie Charron, chargée de développement",
                      "Marion Bergognon, animatrice", "Matthieu Tanty, administrateur"):  # fmt: skip
            assert words in page
        assert page.count("(témoignage)") == 3

    def test_editions_that_bear_one_name_are_a_series(self, client):
        context = client.get("/evenements/grand-paris-circulaire-2023/").context
        assert context["later"].slug == "grand-paris-circulaire-2024"
