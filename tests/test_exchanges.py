"""Needs and what can be shared: over by themselves, told wherever records are, refused in words when wrong."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils import timezone

from poles.models import Exchange
from ptce_hub.directory.fields.dates import today
from ptce_hub.territories.models import Territory
from tests import factories as make
from tests.editors import address as staff_page
from tests.editors import save
from tests.reading import text_of

pytestmark = pytest.mark.django_db

LIST = "/besoins-et-partages"


@pytest.fixture
def place():
    return Territory.objects.get_by_ref("commune-61309")


def in_days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def page(client, address, **query):
    """The whole answer, tags and all."""
    return client.get(address, query).getvalue().decode().replace("\N{NO-BREAK SPACE}", " ")


# --- Over by itself -------------------------------------------------------------------------------------------------


def test_an_exchange_shows_until_the_end_of_its_last_day():
    last, over = (
        make.ExchangeFactory(published=True, expires_on=in_days(0)),
        make.ExchangeFactory(published=True, over=True),
    )

    assert list(Exchange.objects.published()) == [last]
    assert (last.is_published, over.is_published) == (True, False)


@pytest.mark.parametrize(
    ("moment", "day"), [("2026-11-22T22:59:59", 22), ("2026-11-22T23:00:00", 23), ("2026-07-21T22:00:00", 22)]
)
def test_the_day_changes_at_midnight_in_paris(moment, day):
    at = datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    make.ExchangeFactory()

    assert Exchange.objects.annotate(day=today(Value(at))).get().day.day == day


def test_what_is_over_is_nowhere_but_on_its_page_which_says_so(client, place):
    pole = make.PoleFactory(published=True, territory=place)
    said = {"published": True, "territory": place, "pole": pole}
    over = make.ExchangeFactory(name="Camion frigorifique", expires_on=in_days(5), **said)
    make.ExchangeFactory(name="Voiture", **said)
    Exchange.objects.filter(pk=over.pk).update(expires_on=in_days(-1))  # as when days go by: nothing is indexed again

    for address, query in (
        (f"{LIST}/", {}), (f"{LIST}/", {"vue": "carte"}), (f"{LIST}/", {"q": "camion"}), (f"{LIST}.csv", {}),
        (f"{LIST}.json", {}), (f"{LIST}.geojson", {}), (f"{LIST}.atom", {}), ("/recherche/", {"q": "camion"}),
        (place.get_absolute_url(), {}), (pole.get_absolute_url(), {}), ("/sitemap-exchanges.xml", {}),
    ):  # fmt: skip
        assert "frigorifique" not in page(client, address, **query).lower(), (address, query)
    for record in (place, pole):
        assert "Recherche : Voiture" in text_of(client.get(record.get_absolute_url()))

    response = client.get(over.get_absolute_url())
    assert response.status_code == 410
    said = page(client, over.get_absolute_url())
    assert "Cette annonce est terminée" in said and "Camion frigorifique" in said and "Voiture" in said


def test_an_old_address_of_what_is_over_says_so_too(client):
    over = make.ExchangeFactory(published=True, over=True, slug="premier")
    over.slug = "second"
    over.save()

    assert client.get(f"{LIST}/premier/").status_code == 410
    assert client.get(f"{LIST}/premier/", {"au": "2026-01-01"}).status_code == 410
    assert client.get(f"{LIST}/second/ecrire/")["Location"] == f"{LIST}/second/"
    over.status = "archived"
    over.save()
    assert client.get(f"{LIST}/second/ecrire/").status_code == 404
    assert client.get(f"{LIST}/premier/").status_code == 404


def test_a_facet_leaves_out_what_is_over(client):
    theme = make.ThemeFactory()
    for over in (False, True):
        make.ExchangeFactory(published=True, over=over, themes=[theme], kind=Exchange.Kind.JOBS)

    panels = client.get(f"{LIST}/").context["browsing"].panels()

    assert {panel.name: [link.count for link in panel.links] for panel in panels} == {
        "sens": [1], "nature": [1], "theme": [1],
    }  # fmt: skip


# --- The list and the record ----------------------------------------------------------------------------------------


def test_the_empty_list_says_how_to_publish_the_first_one(client):
    said = page(client, f"{LIST}/")

    for address in (f"{LIST}/proposer/", "/qui-appeler/", "/lieux/"):
        assert f'href="{address}"' in said
    assert "Rien ne répond à ces filtres" in page(client, f"{LIST}/", sens="propose")


def test_a_record_tells_what_answers_it_and_why(client, place):
    theme = make.ThemeFactory()
    wanted = make.ExchangeFactory(published=True, territory=place, radius_km=40, themes=[theme])
    make.ExchangeFactory(
        published=True, shares=True, name="Un hangar", radius_km=30, themes=[theme],
        territory=Territory.objects.get_by_ref("commune-61079"),
    )  # fmt: skip

    assert "(à 18 km, sur le même thème)" in page(client, wanted.get_absolute_url())


def test_a_record_without_a_point_says_that_no_distance_is_looked_at(client):
    wanted = make.ExchangeFactory(published=True, territory=make.TerritoryFactory(area=True), radius_km=50)

    assert "n’a pas de point connu" in page(client, wanted.get_absolute_url())


def test_a_publisher_who_is_not_public_is_not_named(client):
    exchange = make.ExchangeFactory(published=True, pole=make.PoleFactory(draft=True, name="Pôle caché"))

    for address in (exchange.get_absolute_url(), f"{LIST}/", f"{LIST}.csv", f"{LIST}.json"):
        assert "Pôle caché" not in page(client, address)


def test_a_territory_counts_what_is_sought_where_its_page_is_full(client):
    region = Territory.objects.get_by_ref("region-28")
    make.ExchangeFactory(published=True, territory=Territory.objects.get_by_ref("commune-61309"))
    make.ExchangeFactory(published=True, territory=Territory.objects.get_by_ref("pays-FR"))

    said = page(client, region.get_absolute_url())

    assert f'<a href="{LIST}/?territoire=region-28">1 ici</a>' in said
    assert f'<a href="{LIST}/?territoire=region-28&amp;portee=plus-large">1 plus largement</a>' in said


# --- Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("expires_on", {"expires_on": in_days(-1)}, "est déjà passé : choisissez un jour"),
        ("expires_on", {"expires_on": in_days(366)}, "est trop loin : choisissez un jour"),
        ("radius_km", {"radius_km": 0}, "Un rayon va de 1 à 500 km"),
        ("radius_km", {"radius_km": -5}, "Un rayon va de 1 à 500 km"),
        ("radius_km", {"radius_km": 501}, "500 km au plus"),
        ("pole", {"pole": None}, "Dites quel pôle publie"),
        ("territory", {"territory": None}, "Dites où"),
        ("kind", {"kind": "licorne"}, "licorne"),
        ("sense", {"sense": ""}, "vide"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field, said, words):
    exchange = make.ExchangeFactory()
    for name, value in said.items():
        setattr(exchange, name, value)

    with pytest.raises(ValidationError) as refused:
        exchange.full_clean()

    assert words in " ".join(refused.value.message_dict[field])
    assert list(refused.value.message_dict) == [field]


def test_two_publishers_are_refused_by_the_form_and_by_the_database():
    exchange = make.ExchangeFactory()
    exchange.structure = make.StructureFactory()

    with pytest.raises(ValidationError, match="et non les deux"):
        exchange.full_clean()
    for wrong in ({"structure": exchange.structure}, {"pole": None}, {"radius_km": 0}, {"radius_km": 501}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Exchange.objects.filter(pk=exchange.pk).update(**wrong)


def test_what_is_over_may_still_be_corrected():
    over = Exchange.objects.get(pk=make.ExchangeFactory(over=True).pk)
    over.staff_notes = "Relue."

    over.full_clean()


# --- Kept by the staff ----------------------------------------------------------------------------------------------


def test_the_staff_brings_back_what_is_over_and_is_refused_in_the_same_words(client, place):
    over = make.ExchangeFactory(published=True, over=True, territory=place)
    client.force_login(make.UserFactory(moderator=True, territories=[place]))

    answer = save(client, over, expires_on="01/01/2020")
    assert "est déjà passé" in str(answer.context["errors"])
    assert save(client, over, expires_on=f"{in_days(30):%d/%m/%Y}").status_code == 302
    assert client.get(over.get_absolute_url()).status_code == 200


def test_the_list_of_the_staff_tells_what_is_on_from_what_is_over(client, place):
    for over in (True, False):
        make.ExchangeFactory(published=True, over=over, territory=place)
    client.force_login(make.UserFactory(editor=True, territories=[place]))
    page = staff_page(Exchange, "changelist")

    found = {word: client.get(page, {"jour": word}).context["cl"].result_count for word in ("en-cours", "terminees")}

    assert found == {"en-cours": 1, "terminees": 1}
    assert client.get(page).context["cl"].result_count == 2


def test_a_moderator_of_elsewhere_only_reads(client, place):
    exchange = make.ExchangeFactory(published=True, territory=place)
    client.force_login(make.UserFactory(moderator=True, territories=[Territory.objects.get_by_ref("region-04")]))
    page = staff_page(Exchange, "change", exchange.pk)

    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "Autre"}).status_code == 403
