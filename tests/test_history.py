"""What the history of a record says: who, when, what, why; of the record and of its ties."""

import pytest

from actors.models import Network
from poles.models import Membership, Pole
from tests import factories
from tests.editors import address, fields_of, save

pytestmark = pytest.mark.django_db


def reasons(record):
    return [version.history_change_reason for version in record.history.all()]


def acts(client, record):
    """Of each act that the page shows, what it is about, and its changes as texts; latest first."""
    shown = client.get(address(type(record), "history", record.pk)).context["acts"]
    return [(act.tie, [f"{change.field} : {change.old} → {change.new}" for change in act.changes]) for act in shown]


# --- Why -----------------------------------------------------------------------------------------------------------


def test_the_reason_typed_is_kept_with_every_version_that_the_form_writes(editing):
    membership = factories.MembershipFactory()
    pole, theme = membership.pole, factories.ThemeFactory()

    save(editing, pole, raison="d'après le site", themes=[theme.pk], **{"memberships-0-since": "2013"})

    assert reasons(pole)[:2] == ["d'après le site", "d'après le site"]
    assert reasons(membership) == ["d'après le site", None]


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("publish", "action « Publier »"),
        ("archive", "action « Archiver »"),
        ("mark_verified", "action « Marquer vérifié aujourd'hui »"),
    ],
)
def test_an_action_is_its_own_reason(editing, action, reason):
    pole = factories.PoleFactory()

    editing.post(address(Pole, "changelist"), {"action": action, "_selected_action": [pole.pk]})

    assert reasons(pole)[0] == reason


def test_publishing_from_the_form_is_a_reason(editing):
    pole = factories.PoleFactory()

    save(editing, pole, _publish="1")

    assert reasons(pole)[0] == "publication"


def test_bringing_a_version_back_is_a_reason(editing):
    pole = factories.PoleFactory(name="Premier")
    version = pole.history.first()
    save(editing, pole, name="Second")
    page = address(Pole, "simple_history", pole.pk, version.pk)

    editing.post(page, fields_of(editing.get(page)))

    assert reasons(pole)[0].startswith("version du ")


def test_a_reason_typed_comes_back_when_the_form_is_wrong(editing):
    pole = factories.PoleFactory()

    response = save(editing, pole, name="", raison="d'après le site")

    assert response.status_code == 200
    assert 'value="d&#x27;après le site"' in response.text


# --- What ----------------------------------------------------------------------------------------------------------


def test_the_history_shows_each_field_in_the_words_of_the_form(editing):
    territory, theme = factories.TerritoryFactory(name="Trévoux"), factories.ThemeFactory(label="Mobilités")
    pole = factories.PoleFactory(name="Premier", activity="actif")

    save(editing, pole, name="Second", activity="terminé", started="2012-05", territory=territory.pk,
         themes=[theme.pk], status="published")  # fmt: skip

    assert acts(editing, pole) == [
        ("", ["Thèmes :  → avec Mobilités"]),
        ("", ["Nom : Premier → Second", "Statut : brouillon → publié", "Territoire :  → Trévoux",
              "Situation : actif → terminé", "Coopère depuis :  → mai\N{NO-BREAK SPACE}2012"]),
        ("", []),
    ]  # fmt: skip


def test_the_history_of_a_network_keeps_its_themes_and_territories(editing):
    old, new = factories.ThemeFactory(label="Ancien"), factories.ThemeFactory(label="Nouveau")
    region = factories.TerritoryFactory(region=True, name="Bretagne")
    network = factories.NetworkFactory(themes=[old])
    structure = factories.StructureFactory(themes=[old])

    save(editing, network, themes=[new.pk], territories=[region.pk], territory=region.pk)

    told = [line for _, lines in acts(editing, network) for line in lines if "Territoire :" not in line]
    assert "Thèmes : sans Ancien → " in told
    assert "Thèmes :  → avec Nouveau" in told
    assert "Territoires couverts :  → avec Bretagne" in told
    kept = network.history.model.themes.model.objects
    assert set(kept.filter(history=network.history.first()).values_list("theme", flat=True)) == {new.pk}
    assert structure.history.first().themes.get().theme == old
    assert Network.objects.get().history.filter(history_type="+").count() == 1


def test_one_change_of_themes_is_one_version():
    network, structure = factories.NetworkFactory(), factories.StructureFactory()
    before = network.history.count(), structure.history.count()

    network.themes.add(factories.ThemeFactory())
    structure.themes.add(factories.ThemeFactory())

    assert (network.history.count(), structure.history.count()) == (before[0] + 1, before[1] + 1)


def test_the_history_of_a_record_tells_what_happened_to_its_ties(editing):
    membership = factories.MembershipFactory(structure__name="Les Jardins", pole__name="Le Pôle")
    membership.role = Membership.Role.PORTEUR
    membership.save()
    membership.structure.delete()

    tie = "participation à un pôle : Le Pôle – Les Jardins (supprimé)"
    assert acts(editing, membership.pole) == [(tie, []), (tie, ["Rôle : membre → porteur"]), (tie, []), ("", [])]


def test_the_history_costs_the_same_whatever_its_length(editing, queries_of):
    def queries(pole):
        return queries_of(address(Pole, "history", pole.pk))

    short, long = factories.MembershipFactory().pole, factories.MembershipFactory().pole
    for number in range(4):
        factories.MembershipFactory(pole=long)
        long.name = f"Nom {number}"
        long.save()
        long.themes.add(factories.ThemeFactory())
    short.themes.add(factories.ThemeFactory())
    short.name = "Autre"
    short.save()
    queries(short)

    assert queries(short) == queries(long)
