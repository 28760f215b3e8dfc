"""What answers a need: the same kind, the other sense, another publisher, each within the reach of the other."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poles.matching import matches_of
from poles.models import Exchange, Pole
from ptce_hub.directory.models import Theme
from ptce_hub.territories.distances import distance_km
from ptce_hub.territories.models import Containment, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db

NOCE, CETON, LILLE = "commune-61309", "commune-61079", "commune-59350"
#: Communes, an intercommunality that overlaps a department, what contains them, the country, an island.
PLACES = [NOCE, CETON, LILLE, "epci-246100663", "departement-61", "departement-28", "region-28", "pays-FR", "region-04"]


def place(ref):
    return Territory.objects.get_by_ref(ref)


def need(ref=NOCE, **said):
    return make.ExchangeFactory(published=True, territory=place(ref), **said)


def offer(ref=NOCE, **said):
    return need(ref, shares=True, **said)


def told(exchange):
    return [(match.exchange, ", ".join(match.reasons)) for match in matches_of(exchange)]


def test_what_is_within_the_radius_of_both_answers_at_its_distance():
    wanted, near = need(radius_km=40), offer(CETON, radius_km=30)
    km = round(distance_km(*((there.latitude, there.longitude) for there in (place(NOCE), place(CETON)))))

    assert 10 < km < 30
    assert told(wanted) == [(near, f"à {km}\N{NO-BREAK SPACE}km")]
    assert told(near) == [(wanted, f"à {km}\N{NO-BREAK SPACE}km")]


@pytest.mark.parametrize("radii", [(5, 100), (100, 5), (None, 100), (100, None), (None, None)])
def test_what_one_of_them_does_not_reach_does_not_answer(radii):
    wanted, other = need(radius_km=radii[0]), offer(CETON, radius_km=radii[1])

    assert (told(wanted), told(other)) == ([], [])


def test_the_same_territory_those_inside_around_and_across_answer_without_a_radius():
    wanted = need("departement-61")
    same, inside, around = offer("departement-61"), offer(NOCE), offer("region-28")
    across = offer("epci-246100663")
    offer("departement-28")

    assert dict(told(wanted)) == {
        same: "dans le même territoire",
        inside: "dans le même territoire",
        around: "sur un territoire qui le contient",
        across: "sur un territoire qui le chevauche",
    }
    assert dict(told(inside)) == {wanted: "sur un territoire qui le contient"}
    assert dict(told(across)) == {wanted: "sur un territoire qui le chevauche"}


def test_the_nearest_comes_first_then_what_shares_themes():
    bois, pain = make.ThemeFactory.create_batch(2)
    wanted = need(radius_km=90, themes=[bois, pain])
    far = offer(CETON, radius_km=90, themes=[bois, pain], name="A")
    here, both, one = offer(name="B"), offer(name="C", themes=[bois, pain]), offer(name="D", themes=[pain])

    assert [match for match, _ in told(wanted)] == [both, one, here, far]
    assert [words.split(", ")[1:] for _, words in told(wanted)] == [
        ["sur 2 mêmes thèmes"], ["sur le même thème"], [], ["sur 2 mêmes thèmes"],
    ]  # fmt: skip


def test_only_the_other_sense_of_the_same_kind_from_someone_else_still_on_answers():
    structure = make.StructureFactory(published=True)
    wanted = need(pole=None, structure=structure)
    answer = offer()
    need()
    offer(kind=Exchange.Kind.SKILLS)
    offer(pole=None, structure=structure)
    offer(over=True)
    make.ExchangeFactory(draft=True, shares=True, territory=place(NOCE))

    assert [match for match, _ in told(wanted)] == [answer]


def test_without_a_point_only_what_touches_answers():
    nowhere = make.TerritoryFactory(area=True)
    wanted, same = need(nowhere.ref, radius_km=500), offer(nowhere.ref)
    offer(LILLE, radius_km=500)

    assert told(wanted) == [(same, "dans le même territoire")]


def touching(here, there):
    pairs = Containment.objects.filter(inner__in=[here, there], outer__in=[here, there])
    return here == there or pairs.exists()


said = st.tuples(
    st.sampled_from(PLACES), st.booleans(), st.one_of(st.none(), st.integers(1, 500)), st.sets(st.integers(0, 1))
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(said, min_size=2, max_size=6))
def test_what_answers_is_answered_as_near_and_on_as_many_themes(db, exchanges):
    with transaction.atomic():
        rows = written(exchanges)
        found = {
            (one.pk, match.exchange.pk): (match.km, len(match.themes)) for one in rows for match in matches_of(one)
        }
        expected = {
            (one.pk, other.pk) for one in rows for other in rows if one.sense != other.sense and near(one, other)
        }
        transaction.set_rollback(True)
    assert {(there, here): told for (here, there), told in found.items()} == found
    assert set(found) == expected


def written(exchanges):
    """Rows of as many poles, without the search nor the history, which do not matter here."""
    poles = Pole.objects.bulk_create(Pole(name="P", slug=f"p{n}", status="published") for n in range(len(exchanges)))
    sense = {True: Exchange.Sense.SHARES, False: Exchange.Sense.SEEKS}
    rows = Exchange.objects.bulk_create(
        Exchange(
            name="A", slug=pole.slug, status="published", pole=pole, territory=place(ref), radius_km=radius,
            sense=sense[shares], kind=Exchange.Kind.JOBS,
        )
        for pole, (ref, shares, radius, _) in zip(poles, exchanges, strict=True)
    )  # fmt: skip
    themes = [Theme.objects.get_or_create(slug=slug, label=slug)[0] for slug in ("bois", "pain")]
    for row, (*_, own) in zip(rows, exchanges, strict=True):
        row.themes.through.objects.bulk_create(row.themes.through(exchange=row, theme=themes[n]) for n in own)
    return rows


def near(one, other):
    here, there = one.territory, other.territory
    if touching(here, there):
        return True
    if None in (one.radius_km, other.radius_km, here.latitude, there.latitude):
        return False
    km = distance_km((here.latitude, here.longitude), (there.latitude, there.longitude))
    return km <= min(one.radius_km, other.radius_km)
