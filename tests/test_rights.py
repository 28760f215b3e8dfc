"""The rights matrix: every address of the admin, for every role, inside and outside its territories.

Each page is asked and each form sent as it stands; what answers must be what the role may do there, and nothing more.
"""

import pytest
from django.contrib import admin
from django.urls import URLResolver, reverse

from ptce_hub.accounts.models import Role
from ptce_hub.directory.models import Entry, Link, Status
from ptce_hub.directory.rights import in_reach, owners_of, private
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.editors import address, fields_of
from tests.nouns import FACTORIES, IN_ADMIN, each

pytestmark = pytest.mark.django_db

ROLES = [Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR]
#: Those of tables brought in and out, for many nouns; what they refuse is tested in ``test_tabular_rights.py``.
TABULAR = {"import", "import_run", "import_refused", "export"}
STANDARD = {"changelist", "add", "change", "delete", "history", "simple_history"}

#: Addresses of the admin that belong to no model, all open to whoever has a role; what they do is tested with them.
OPEN = {
    "index", "login", "logout", "jsi18n", "autocomplete", "app_list", "view_on_site", "coherence", "password_change",
    "password_change_done",
}  # fmt: skip
#: Addresses beside the standard ones; what each refuses is tested in the file named.
TESTED_ELSEWHERE = {
    "actors_supportoffer_white_zones": "test_support.py",
    "directory_deletion_restore": "test_trash.py",
    "events_event_entering": "test_entering.py",
    "directory_mergerecord_directory_undo_merge": "test_merging_admin.py",
    "directory_suspicion_directory_merge": "test_merging_admin.py",
    "directory_suspicion_directory_distinct": "test_merging_admin.py",
    "directory_suspicion_directory_duplicates_of": "test_merging_admin.py",
}


@pytest.fixture
def places(db):
    return Territory.objects.get(kind=Kind.REGION, code="28"), Territory.objects.get(kind=Kind.COMMUNE, code="35238")


@pytest.fixture
def staff(client, places):
    """Someone of Normandie with the role asked, signed in."""

    def sign_in(role):
        user = make.UserFactory(role=role, territories=[places[0]])
        client.force_login(user)
        return client, user

    return sign_in


def row_at(model, place):
    """A published row that stands at ``place``, or whose owner does."""
    row = FACTORIES[model]()
    for owner in owners(row):
        type(owner)._base_manager.filter(pk=owner.pk).update(territory=place, status=Status.PUBLISHED)
        for field in type(owner).territory_fields[1:]:
            getattr(owner, field).set([place])
    return model._base_manager.get(pk=row.pk)


def owners(row):
    """The records that ``row`` belongs to, itself if it is one."""
    if isinstance(row, Entry):
        return [row]
    found = []
    for path in owners_of(row):
        owner = row
        for name in path.split("__"):
            owner = owner and getattr(owner, name)
        found += [owner] if owner else []
    return found


def may_change(model, role, inside):
    if role == Role.ADMINISTRATOR:
        return True
    if role == Role.EDITOR and getattr(model, "moderated", False):
        return False
    return inside and bool(owners_of(model))


def may_delete(model, role, inside):
    return may_change(model, role, inside) and (role != Role.EDITOR or not issubclass(model, Entry))


@each(IN_ADMIN)
def test_a_role_sees_and_does_what_it_may(staff, places, model):
    rows = {True: row_at(model, places[0]), False: row_at(model, places[1])}
    for role in ROLES:
        client, user = staff(role)
        sees = not private(model) or role == Role.ADMINISTRATOR
        assert client.get(address(model, "changelist")).status_code == (200 if sees else 403)
        for inside, row in rows.items():
            assert client.get(address(model, "history", row.pk)).status_code == (200 if sees else 403)
            page = client.get(address(model, "change", row.pk))
            assert page.status_code == (200 if sees else 403)
            if sees:
                told_so(page, model, row, role, inside)
                stopped(client, model, row, role, inside)
                reached = in_reach(user, model.objects.filter(pk=row.pk)).exists()
                assert reached == may_change(model, role, inside) or not owners_of(model)


def told_so(page, model, row, role, inside):
    """The page offers no more than the role may do, and says why not."""
    model_admin, request = admin.site.get_model_admin(model), page.wsgi_request
    changes = may_change(model, role, inside)
    assert model_admin.has_change_permission(request, row) <= changes
    assert model_admin.has_delete_permission(request, row) <= may_delete(model, role, inside)
    assert (page.context["why_not"] == "") == changes if "why_not" in page.context else True


def stopped(client, model, row, role, inside):
    """What the role may not do is refused, however it is asked."""
    if not may_change(model, role, inside):
        assert client.post(address(model, "change", row.pk), {"name": "Pris"}).status_code == 403
        if issubclass(model, Entry | Link):
            version = address(model, "simple_history", row.pk, row.history.first().pk)
            assert client.post(version, {"name": "Pris"}).status_code == 403
    if not may_delete(model, role, inside):
        assert client.get(address(model, "delete", row.pk)).status_code == 403
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._base_manager.filter(pk=row.pk).exists()


@each([model for model in IN_ADMIN if issubclass(model, Entry)])
@pytest.mark.parametrize("role", ROLES)
def test_actions_stop_at_the_border_and_at_the_role(staff, places, model, role):
    client, _ = staff(role)
    rows = [row_at(model, place) for place in places]
    keys = [row.pk for row in rows]

    for action in admin.site.get_model_admin(model).actions:
        client.post(address(model, "changelist"), {"action": action, "_selected_action": keys, "theme": ""})

    publishes, everywhere = role != Role.EDITOR, role == Role.ADMINISTRATOR
    statuses = [model._base_manager.get(pk=pk).status for pk in keys]
    checks = [model._base_manager.get(pk=pk).verified_on for pk in keys]
    assert [status != Status.PUBLISHED for status in statuses] == [publishes, everywhere]
    assert [check is not None for check in checks] == [True, everywhere]


def test_an_editor_cannot_publish_by_the_form(staff, places):
    client, _ = staff(Role.EDITOR)
    pole = make.PoleFactory(status=Status.DRAFT, territory=places[0])
    page = address(type(pole), "change", pole.pk)
    form = fields_of(client.get(page))

    refused = client.post(page, form | {"status": Status.PUBLISHED})
    forced = client.post(page, form | {"_publish": "1"})

    pole.refresh_from_db()
    assert (refused.status_code, forced.status_code, pole.status) == (200, 403, Status.DRAFT)


def test_nobody_can_send_a_record_where_they_may_not_change_it(staff, places):
    client, _ = staff(Role.MODERATOR)
    pole = make.PoleFactory(published=True, territory=places[0])
    page = address(type(pole), "change", pole.pk)

    response = client.post(page, fields_of(client.get(page)) | {"territory": places[1].pk})

    pole.refresh_from_db()
    assert pole.territory == places[0]
    assert "Normandie" in str(response.context["adminform"].form.errors["territory"])


def test_nobody_can_tie_a_structure_to_a_record_of_elsewhere(staff, places):
    client, _ = staff(Role.MODERATOR)
    pole, structure = make.PoleFactory(published=True, territory=places[1]), make.StructureFactory(published=True)
    ties = pole.memberships.model

    response = client.post(address(ties, "add"), {"pole": pole.pk, "structure": structure.pk, "role": "membre"})

    assert response.status_code == 200 and not pole.memberships.exists()


def test_choices_of_an_owner_are_those_in_reach(staff, places):
    client, _ = staff(Role.EDITOR)
    here, away = (make.PoleFactory(name="Pôle d'essai", territory=place) for place in places)
    asked = {"app_label": "poles", "model_name": "membership", "field_name": "pole", "term": "essai"}

    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [choice["id"] for choice in found] == [str(here.pk)]
    assert away.pk != here.pk


def test_a_network_gives_its_territories(client, places):
    network = make.NetworkFactory()
    network.territories.set([places[0]])
    user = make.UserFactory(editor=True, networks=[network])
    inside, outside = (make.PoleFactory(territory=place) for place in places)

    assert list(in_reach(user, type(inside).objects.filter(pk__in=[inside.pk, outside.pk]))) == [inside]


def test_a_national_account_changes_everything(client, places):
    user = make.UserFactory(editor=True, national=True)
    pole = make.PoleFactory(territory=None)

    assert in_reach(user, type(pole).objects.filter(pk=pole.pk)).exists()


def test_a_record_without_a_place_stands_where_its_whole_scope_does(places):
    user = make.UserFactory(editor=True, territories=[places[0]])
    here, across = make.PoleFactory(territory=None), make.PoleFactory(territory=None)
    here.scope.set([places[0]])
    across.scope.set(places)

    assert set(in_reach(user, type(here).objects.filter(pk__in=[here.pk, across.pk]))) == {here}


def test_every_address_of_the_admin_is_in_the_matrix():
    names = set()
    for pattern in admin.site.get_urls():
        if isinstance(pattern, URLResolver):
            continue
        names.add(pattern.name)
    known = OPEN | set(TESTED_ELSEWHERE)

    assert {name for name in names if name and name not in known} == set()


def test_every_address_of_a_model_is_in_the_matrix():
    others = set()
    for model, model_admin in admin.site._registry.items():
        prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
        names = {pattern.name.removeprefix(prefix) for pattern in model_admin.get_urls() if pattern.name}
        others |= {prefix + name for name in names - STANDARD - TABULAR}

    assert others - set(TESTED_ELSEWHERE) == set()
