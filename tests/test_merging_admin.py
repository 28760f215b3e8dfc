"""Duplicates where editors meet them: on a list, on a form, side by side, and undone by one button."""

import pytest
from django.urls import reverse

from actors.models import Network, Structure
from ptce_hub.directory.duplicates.models import MergeRecord, Suspicion
from ptce_hub.directory.duplicates.pages import MOST, merge_address
from ptce_hub.directory.duplicates.relations import KNOWN
from ptce_hub.directory.duplicates.storing import find
from tests.editors import address
from tests.factories import NetworkFactory, PoleFactory, StructureFactory, TerritoryFactory, UserFactory
from tests.merging import merge_them, preview, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    here = TerritoryFactory()
    kept = StructureFactory(name="Grands Ensemble", territory=here, summary="Une coopérative.")
    return kept, StructureFactory(name="Grands Ensembles", territory=here, kind="scic", acronym="GE")


def act_on(client, noun, action, rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(noun, "changelist"), data)


def test_from_the_list_two_to_five_records_are_compared(editing, pair):
    assert act_on(editing, Structure, "merge_selected", pair).url == merge_address(Structure, *(one.pk for one in pair))
    [alone] = pair[:1]
    assert act_on(editing, Structure, "merge_selected", [alone]).url.endswith(f"actors.structure/{alone.pk}/doublons/")
    many = StructureFactory.create_batch(MOST + 1)
    assert "fusionner" not in act_on(editing, Structure, "merge_selected", many).url


def test_the_preview_offers_only_what_differs_and_the_known_value_first(editing, pair):
    response = preview(editing, *pair)

    chosen = {name: value for name, value in sent(response).items() if not name.startswith("seen_")}
    kept, other = (str(one.pk) for one in pair)
    assert chosen == {"name": kept, "summary": kept, "kind": kept, "acronym": other}


def test_each_field_takes_the_value_chosen(editing, pair):
    kept, other = pair

    response = merge_them(editing, kept, other, kind=str(other.pk), name=str(other.pk))

    kept.refresh_from_db()
    assert (kept.name, kept.kind, kept.acronym) == ("Grands Ensembles", "scic", "GE")
    assert response.url == address(Structure, "change", kept.pk)
    assert "Cette fiche a réuni" in editing.get(response.url).text
    assert editing.get(address(Structure, "history", other.pk)).status_code == 200


def test_two_texts_may_follow_one_another(editing, pair):
    kept, other = pair
    other.summary = "Une autre phrase."
    other.save()

    merge_them(editing, kept, other, summary="both")

    kept.refresh_from_db()
    assert kept.summary == "Une coopérative.\n\nUne autre phrase."


def test_the_editor_says_which_address_stays(editing, pair):
    records = preview(editing, *pair, garder=pair[1].pk).context["records"]

    assert [record.pk for record in records] == [pair[1].pk, pair[0].pk]


def test_a_network_is_kept_rather_than_the_plain_structure(editing):
    structure, network = StructureFactory(name="Les ateliers"), NetworkFactory(name="Réseau des ateliers")

    assert preview(editing, structure, network).context["records"] == [network, structure]
    response = preview(editing, structure, network, garder=structure.pk)
    assert (response.status_code, "Gardez plutôt la fiche du réseau" in response.text) == (400, True)
    merge_them(editing, network, structure)
    assert Network.objects.get().alternative_names == ["Les ateliers"]


def test_what_changed_since_the_preview_is_shown_again(editing, pair):
    data = sent(preview(editing, *pair))
    pair[1].save()

    response = editing.post(merge_address(Structure, *(one.pk for one in pair)), data)

    assert (response.status_code, "a changé depuis cet aperçu" in response.text) == (400, True)
    assert Structure.objects.count() == 2


def test_values_that_do_not_fit_are_refused_with_the_reason(editing):
    kept, other = PoleFactory(started="2015"), PoleFactory(ended="2012")

    response = merge_them(editing, kept, other)

    assert response.status_code == 400
    assert "Le pôle ne peut pas finir avant d&#x27;avoir commencé." in response.text


def test_an_undeclared_relation_is_told_and_nothing_is_done(editing, pair, monkeypatch):
    monkeypatch.setitem(KNOWN, "actors.Structure", KNOWN["actors.Structure"] - {"poles.Membership.structure"})

    response = preview(editing, *pair)

    assert (response.status_code, response.context["reason"][:48]) == (
        400, "La fusion ne sait pas déplacer : poles.Membershi",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("actors.structure/fusionner/", 400),
        ("actors.structure/fusionner/?fiche=1&fiche=x", 400),
        ("actors.structure/fusionner/?fiche=99999999999999999999&fiche=2", 400),
        ("accounts.user/fusionner/?fiche=1&fiche=2", 404),
        ("nimporte/fusionner/", 404),
        ("actors.structure/999999/doublons/", 404),
    ],
)
def test_a_wrong_address_is_told(editing, path, status):
    assert editing.get(f"/admin/directory/suspicion/{path}").status_code == status


def test_only_who_may_merge_both_may(client, pair):
    moderator = UserFactory(moderator=True, territories=[pair[0].territory])
    elsewhere = StructureFactory(name="Grand Ensemble", territory=TerritoryFactory())
    client.force_login(UserFactory(editor=True, territories=[pair[0].territory]))
    assert preview(client, *pair).status_code == 403

    client.force_login(moderator)
    assert preview(client, pair[0], elsewhere).status_code == 403
    assert merge_them(client, *pair).status_code == 302
    assert Structure.objects.count() == 2


def test_a_merge_is_undone_by_its_button(client, editing, pair):
    merge_them(editing, *pair)
    record = MergeRecord.objects.get()
    button = reverse("admin:directory_undo_merge", args=[record.pk])

    client.force_login(UserFactory(editor=True, national=True))
    assert client.post(button).status_code == 403
    assert client.get(button).status_code == 405
    editor = record.done_by
    client.force_login(editor)
    assert "Annuler cette fusion" in client.get(address(MergeRecord, "change", record.pk)).text
    client.post(button)

    record.refresh_from_db()
    assert (record.undone_by, Structure.objects.count()) == (editor, 2)
    assert "Annuler cette fusion" not in client.get(address(MergeRecord, "change", record.pk)).text


def test_not_a_duplicate_is_remembered_with_who_and_when(editing, editor, pair):
    kept, other = pair
    find(Structure)
    page = reverse("admin:directory_duplicates_of", args=["actors.structure", other.pk])
    assert "Pas un doublon" in editing.get(page).text

    editing.post(reverse("admin:directory_distinct", args=["actors.structure", other.pk, kept.pk]))

    suspicion = Suspicion.objects.get()
    assert (suspicion.state, suspicion.decided_by, suspicion.decided_at is None) == ("distinct", editor, False)
    assert f"par {editor}" in editing.get(page).text
    assert find(Structure) == (0, 0, 0)


def test_the_form_of_a_record_shows_its_suspects(editing, pair):
    find(Structure)

    page = editing.get(address(Structure, "change", pair[0].pk)).text

    assert "Noms pareils : « Grands Ensemble » et « Grands Ensembles »." in page
    assert merge_address(Structure, *(one.pk for one in pair)).replace("&", "&amp;") in page


def test_pairs_are_decided_from_their_list(client, pair):
    find(Structure)
    suspicion = Suspicion.objects.get()
    client.force_login(UserFactory(moderator=True, territories=[TerritoryFactory()]))
    act_on(client, Suspicion, "keep_apart", [suspicion])
    assert Suspicion.objects.get().state == "suspect"

    client.force_login(UserFactory(moderator=True, national=True))
    act_on(client, Suspicion, "keep_apart", [suspicion])
    assert Suspicion.objects.get().state == "distinct"
    act_on(client, Suspicion, "reopen", [suspicion])
    assert Suspicion.objects.get().state == "suspect"
