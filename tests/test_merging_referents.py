"""Records that each have a référent become one: the editor says whom it keeps, and undoing gives both back."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from actors.models import Network, Structure
from ptce_hub.contributions.models import CheckQuestion, Referent
from ptce_hub.directory.duplicates.merging import merge
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.duplicates.planning import Refused
from ptce_hub.directory.duplicates.undoing import undo
from ptce_hub.directory.personal_data import erase, purge
from tests.factories import CheckQuestionFactory, NetworkFactory, ReferentFactory, StructureFactory, UserFactory
from tests.merging import merge_them, preview, sent
from tests.tables import all_rows, differing

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """Each with a référent, who has been asked."""
    records = [StructureFactory(name=name) for name in ("Grands Ensemble", "Grands Ensembles")]
    for record, email in zip(records, ("kept@secret.example", "other@secret.example"), strict=True):
        CheckQuestionFactory(referent__record=record, referent__email=email)
    return records


def who(record):
    [referent] = Referent.objects.filter(object_id=record.pk)
    return referent.email, referent.questions.count()


def test_that_of_the_kept_record_stays_and_undone_both_come_back(pair, editor):
    kept, other = pair
    before = all_rows()

    record = merge(kept, [other], {}, editor)
    assert (who(kept), CheckQuestion.objects.count()) == (("kept@secret.example", 1), 1)
    assert "secret.example" not in str(record.said)
    undo(record, editor)

    assert differing(before, all_rows()) == []


def test_the_editor_may_keep_the_other_one(editing, pair, editor):
    kept, other = pair
    before = all_rows()
    page = preview(editing, kept, other)
    assert "Référent à garder" in page.text
    for record, email in ((kept, "kept@"), (other, "other@")):
        [label] = [text for _, text in page.context["form"].fields["stays_referent"].choices if text.startswith(email)]
        assert label.endswith(f"{record.name} (n° {record.pk})")
    mine, theirs = (value for value, _ in page.context["form"].fields["stays_referent"].choices)
    assert sent(page)["stays_referent"] == mine

    merge_them(editing, kept, other, stays_referent=theirs)

    assert who(kept) == ("other@secret.example", 1)
    undo(MergeRecord.objects.get(), editor)
    left = {"accounts_user", "admin_log", "django_admin_log", "django_session", "mfa_authenticator"}
    assert set(differing(before, all_rows())) <= left


def test_who_still_receives_mails_is_offered_first(editing, pair):
    kept, other = pair
    Referent.objects.filter(object_id=kept.pk).update(is_active=False)

    form = preview(editing, kept, other).context["form"]

    assert dict(form.fields["stays_referent"].choices)[form["stays_referent"].value()].startswith("other@")


def test_addresses_are_not_shown_to_who_may_not_merge(client, pair):
    kept, other = pair
    client.force_login(UserFactory(editor=True))

    response = preview(client, kept, other)

    assert response.status_code == 403
    assert "secret.example" not in response.text


def test_the_referent_of_a_structure_becomes_that_of_the_network(editor):
    network, structure = NetworkFactory(), StructureFactory()
    ReferentFactory(record=structure)

    record = merge(network, [structure], {}, editor)
    assert Referent.objects.get().record == Network.objects.get()
    undo(record, editor)

    assert Referent.objects.get().content_type == ContentType.objects.get_for_model(Structure)


def test_a_network_and_a_structure_with_one_each_keep_one(pair, editor):
    network = NetworkFactory()
    ReferentFactory(record=network, email="network@secret.example")

    merge(network, pair, {}, editor)

    assert Referent.objects.get().email == "network@secret.example"


def test_who_asked_to_be_forgotten_does_not_come_back_with_the_record(pair, editor):
    kept, other = pair
    record = merge(kept, [other], {}, editor)

    erase("other@secret.example")
    record.refresh_from_db()
    assert "other@" not in str(record.changes)
    undo(record, editor)

    assert Structure.objects.filter(pk=other.pk).exists()
    assert Referent.objects.get().email == "kept@secret.example"


def test_what_a_merge_keeps_of_people_is_forgotten_after_a_year(pair, editor):
    record = merge(pair[0], pair[1:], {}, editor)
    for days, kept in ((364, True), (366, False)):
        MergeRecord.objects.update(done_at=timezone.now() - datetime.timedelta(days=days))
        purge()
        record.refresh_from_db()
        assert bool(record.changes) == kept

    with pytest.raises(Refused, match="trop ancienne"):
        undo(record, editor)
