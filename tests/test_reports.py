"""The report of a territory over a period: what is counted, what is set apart, what is refused."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poles.models import Membership
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.fields.spans import Span
from ptce_hub.site.report.reading import Report
from ptce_hub.territories.models import Alias, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db
get = Territory.objects.get_by_ref
NOCE = "commune-61309"
ADDRESS = "/territoires/departement/orne/bilan/"


def section(name, span="2015..2025", territory="departement-61"):
    report = Report(get(territory), Span.parse(span))
    return next(each for each in report.sections if each.id == name)


def counts(name, **kwargs):
    """Of a section: its key figure, what is set apart, and the others by their words."""
    read = section(name, **kwargs)
    return read.key.count, read.apart.count


# --- Dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("started", "ended", "span", "counted"),
    [
        ("2015", None, "2015..2025", (1, 0)),
        ("2026", None, "2015..2025", (0, 0)),
        ("1990", "2014", "2015..2025", (0, 0)),
        ("1990", "2014-12-31", "2015..2025", (0, 0)),
        ("1990", "2015", "2015-06..2025", (1, 0)),  # some day of 2015
        ("2015", None, "2015-01..2015-03", (1, 0)),
        ("2015-04", None, "2015-01..2015-03", (0, 0)),
        ("2015-03-31", None, "2015-01..2015-03", (1, 0)),
        ("2015-03-31", None, "2015-01..2015-03-30", (0, 0)),
        (None, None, "2015..2025", (0, 1)),
        (None, "2014", "2015..2025", (0, 0)),
        (None, "2015", "2015..2025", (0, 1)),
    ],
)
def test_a_date_counts_at_its_own_precision_and_what_has_none_is_set_apart(started, ended, span, counted):
    make.CooperationFactory(published=True, territory=get(NOCE), started=started, ended=ended)
    make.PoleFactory(published=True, territory=get(NOCE), started=started, ended=ended)
    assert counts("cooperations", span=span) == counts("poles", span=span) == counted


def test_a_pole_begins_with_its_first_cooperation_that_is_published():
    dated, undated = make.PoleFactory.create_batch(2, published=True, territory=get(NOCE), recognised="2016")
    make.CooperationFactory(published=True, pole=dated, started="2012")
    make.CooperationFactory(draft=True, pole=undated, started="2012")
    assert counts("poles", span="2010..2013") == (1, 1)
    assert counts("poles", span="2010..2011") == (0, 1)


def test_what_begins_and_what_ends_in_the_period_is_told():
    for started, ended in (("2014", "2016"), ("2015", "2019-05"), ("2020", None)):
        make.CooperationFactory(published=True, territory=get(NOCE), started=started, ended=ended)
    figures = [(figure.count, figure.says.split()[0]) for figure in section("cooperations", "2015..2018").figures]
    assert figures == [(1, "dont"), (1, "dont")]


def test_an_event_is_counted_in_the_period_that_holds_it_whole():
    for start in ("2016", "2016-05", "2016-05-04", "2027-01-01", None):
        make.EventFactory(published=True, territory=get(NOCE), start=start)
    assert counts("evenements", span="2016-05") == (2, 1)
    assert counts("evenements", span="2016") == (3, 1)


# --- Who takes part ---------------------------------------------------------------------------------------------------


def test_a_structure_counts_once_wherever_it_is_and_never_outside_its_own_dates():
    pole = make.PoleFactory(published=True, territory=get(NOCE), started="2010")
    cooperation = make.CooperationFactory(published=True, territory=get(NOCE), started="2012", pole=pole)
    afar = make.StructureFactory(published=True, territory=get("region-93"))
    gone, late = make.StructureFactory.create_batch(2, published=True)
    draft = make.StructureFactory(draft=True)
    make.MembershipFactory(pole=pole, structure=afar)
    make.MembershipFactory(pole=pole, structure=afar, role=Membership.Role.PORTEUR)
    make.ParticipationFactory(cooperation=cooperation, structure=afar)
    make.ParticipationFactory(cooperation=cooperation, unnamed=True)
    make.MembershipFactory(pole=pole, structure=gone, until="2014")
    make.MembershipFactory(pole=pole, structure=late, since="2026-01")
    make.MembershipFactory(pole=pole, structure=draft)
    assert counts("membres") == (1, 0)
    assert counts("membres", span="2010..2026") == (3, 0)


def test_who_takes_part_only_in_what_has_no_date_is_set_apart():
    dated = make.PoleFactory(published=True, territory=get(NOCE), started="2010")
    undated = make.CooperationFactory(published=True, territory=get(NOCE))
    both, one = make.StructureFactory.create_batch(2, published=True)
    make.MembershipFactory(pole=dated, structure=both)
    make.ParticipationFactory(cooperation=undated, structure=both)
    make.ParticipationFactory(cooperation=undated, structure=one)
    assert counts("membres") == (1, 1)


# --- Recognitions -----------------------------------------------------------------------------------------------------


def test_a_pole_recognised_twice_counts_once_and_in_each_call_of_its_year():
    first, second = (make.CallFactory(published=True, name=name) for name in ("Premier appel", "Second appel"))
    pole = make.PoleFactory(published=True, territory=get(NOCE))
    for call, year in ((first, 2014), (second, 2016), (second, 2031)):
        make.RecognitionFactory(pole=pole, call=call, year=year)
    other = make.PoleFactory(published=True, territory=get(NOCE))
    make.RecognitionFactory(pole=other, call=first, year=2016)
    make.RecognitionFactory(pole=make.PoleFactory(published=True, territory=get(NOCE)), call=first, year=None)
    read = section("reconnaissances", "2014..2025")
    assert (read.key.count, read.apart.count) == (2, 1)
    assert [(figure.count, figure.says) for figure in read.figures] == [
        (1, "Premier appel, en 2016"),
        (1, "Second appel, en 2016"),
        (1, "Premier appel, en 2014"),
    ]


def test_a_candidate_is_not_recognised_and_a_call_that_is_not_published_is_not_named():
    hidden = make.CallFactory(draft=True, name="Appel caché")
    candidate, told = make.PoleFactory.create_batch(2, published=True, territory=get(NOCE))
    make.RecognitionFactory(pole=candidate, year=2016, result="candidat")
    make.RecognitionFactory(pole=told, call=hidden, year=2016)
    read = section("reconnaissances")
    assert (read.key.count, read.figures) == (1, [])
    assert [item.label for item in read.listings[0].items] == [told.name]
    assert "caché" not in str(read)


# --- Degrees ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("assessed", "told"), [(2, False), (3, True)])
def test_degrees_are_told_from_three_assessed_cooperations_with_whose_they_are(client, assessed, told):
    for rank in range(4):
        row = make.CooperationFactory(published=True, territory=get(NOCE), started="2016")
        if rank < assessed:
            make.DegreeAssessmentFactory(cooperation=row, degree=4)
    figures = section("comment").figures
    assert bool(figures) == told
    if told:
        assert [(figure.count, figure.says.endswith("non évalué")) for figure in figures] == [(3, False), (1, True)]
        assert "proposition de ce projet, non un texte du Labo de l’ESS" in client.get(ADDRESS).text


# --- The page ---------------------------------------------------------------------------------------------------------


def test_without_dates_the_period_is_all_that_is_known_up_to_today(client):
    make.EventFactory(published=True, territory=get(NOCE), start="1998-05-02")
    make.RecognitionFactory(pole=make.PoleFactory(published=True, territory=get(NOCE)), year=1996)
    report = client.get(ADDRESS).context["report"]
    assert report.span == (PartialDate(1996), PartialDate.of(timezone.localdate()))


def test_nothing_private_is_counted_or_shown(client):
    place = {"territory": get(NOCE), "name": "Caché", "started": "2016", "sources": ["Source cachée"]}
    for status in ("draft", "proposed", "archived"):
        pole = make.PoleFactory(**place, **{status: True})
        make.RecognitionFactory(pole=pole, year=2016)
        cooperation = make.CooperationFactory(**place, **{status: True})
        make.EventFactory(territory=get(NOCE), name="Caché", start="2016", **{status: True})
        for structure in (make.StructureFactory(published=True), make.StructureFactory(**{status: True})):
            make.MembershipFactory(pole=pole, structure=structure)
            make.ParticipationFactory(cooperation=cooperation, structure=structure)
    response = client.get(ADDRESS, {"du": "2015"})
    assert response.context["report"].is_empty
    assert "Caché" not in response.text
    assert "cachée" not in response.text


def test_where_nothing_is_the_report_says_so_and_what_is_nearest(client):
    make.PoleFactory(published=True, name="Le plus proche", territory=get(NOCE))
    text = client.get("/territoires/commune/alencon/bilan/").text
    assert "Rien d’enregistré ici" in text
    assert "Le plus proche" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("du=hier", "Du (année, mois ou jour) : « hier » n’est pas une date qui existe. Écrivez une année (2021)"),
        ("au=31/02/2020", "« 31/02/2020 » n’est pas une date qui existe"),
        ("du=2020&au=2015", "la période finit (2015) avant de commencer (du : 2020). Échangez les deux dates."),
        ("du=2150", "la période finit aujourd’hui, avant de commencer"),
        ("du=2015&du=2016", "« du » n’accepte qu’une valeur : gardez-en une."),
        ("du=" + "9" * 99, "une date tient en quarante signes"),
    ],
)
def test_a_wrong_period_is_refused_by_name_with_what_to_mend_and_stays_in_its_box(client, query, words):
    page, file = client.get(f"{ADDRESS}?{query}"), client.get(f"{ADDRESS[:-1]}.pdf?{query}")
    assert (page.status_code, file.status_code) == (400, 400)
    shown = [message for messages in page.context["form"].errors.values() for message in messages]
    assert any(words in message for message in shown)
    assert words in file.text
    assert f'value="{query.rpartition("=")[2]}"' in page.text


def test_a_former_address_leads_to_the_report_of_what_it_became_and_an_unknown_one_to_a_message(client):
    Alias.objects.create(territory=get(NOCE), nature="ancien-nom", name="Nocé d’avant", slug="noce-d-avant")
    response = client.get("/territoires/commune/noce-d-avant/bilan.pdf?du=2015")
    assert response["Location"] == f"{get(NOCE).get_absolute_url()}bilan.pdf?du=2015"
    assert client.get("/territoires/commune/nulle-part-du-tout/bilan/").status_code == 404
    assert client.get("/territoires/planete/mars/bilan/").status_code == 404


def test_a_report_costs_the_same_queries_for_one_record_as_for_many(client):
    def fill(count):
        for _ in range(count):
            pole = make.PoleFactory(published=True, territory=get(NOCE), started="2016", sources=["Une source"])
            row = make.CooperationFactory(published=True, territory=get(NOCE), started="2016", pole=pole)
            make.MembershipFactory(pole=pole, structure__published=True)
            make.EventFactory(published=True, territory=get(NOCE), start="2016-05-01")
            make.RecognitionFactory(pole=pole, call=make.CallFactory(published=True), year=2016)
            make.DegreeAssessmentFactory(cooperation=row)
            make.NetworkFactory(published=True).territories.add(get(NOCE))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    fill(3)
    few = cost()
    fill(4)
    assert cost() == few


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(["du", "au", "sources", "x"]),
        st.one_of(st.text(max_size=12), st.dates().map(str), st.integers(990, 2250).map(str), st.just("0")),
    )
)
def test_any_query_string_is_answered(client, query):
    query = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    assert client.get("/territoires/commune/alencon/bilan/", query).status_code in (200, 400, 404)


# --- The PDF ----------------------------------------------------------------------------------------------------------


def test_the_pdf_is_french_named_and_signed_by_the_publisher(client, settings):
    settings.PUBLISHER_NAME = "Réseau d'essai"
    make.PoleFactory(published=True, territory=get(NOCE), started="2016", name="Pôle d’essai 試", slug="essai")
    response = client.get(f"{ADDRESS[:-1]}.pdf?du=2015&au=2020")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="bilan-departement-61-2015..2020.pdf"'
    assert response.content.startswith(b"%PDF-")
    assert b"/Lang (fr-FR)" in response.content
    assert b"/FontFile2" in response.content
    for words in ("Réseau d'essai", "Bilan de la coopération : Orne, de 2015 à 2020"):
        assert words.encode("utf-16-be").hex().encode() in response.content


def test_a_published_day_is_that_of_the_last_change_of_the_records_counted(client):
    pole = make.PoleFactory(published=True, territory=get(NOCE), started="2016", verified_on=datetime.date(2026, 1, 3))
    type(pole).objects.filter(pk=pole.pk).update(updated_at=datetime.datetime(2026, 2, 4, 12, tzinfo=datetime.UTC))
    text = client.get(ADDRESS).text
    assert "4\N{NO-BREAK SPACE}février\N{NO-BREAK SPACE}2026" in text
    assert "la plus récente le 3\N{NO-BREAK SPACE}janvier\N{NO-BREAK SPACE}2026" in text
