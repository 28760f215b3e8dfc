"""The rights matrix of tables: every address of imports and exports, for every role, here and elsewhere."""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch

from actors.models import Contact, Structure
from events.models import Speaker
from poles.tables import MEMBERSHIPS
from ptce_hub.accounts.models import Role
from ptce_hub.directory.tabular.models import Outcome
from ptce_hub.territories.models import Kind, Territory
from tests.editors import address
from tests.factories import PoleFactory, StructureFactory, UserFactory
from tests.tabulating import checked, outcomes, said, table

pytestmark = pytest.mark.django_db

TABLES = {model: each.table for model, each in admin.site._registry.items() if getattr(each, "table", None)}
EXPORTS = [model for model, each in admin.site._registry.items() if getattr(each, "exported", False)]
ROLES = ["", Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR]


@pytest.fixture
def brittany():
    return Territory.objects.get(kind=Kind.REGION, code="53")


@pytest.mark.parametrize("role", ROLES)
def test_who_has_a_role_brings_tables_in_and_out(client, role, brittany):
    client.force_login(UserFactory(role=role, territories=[brittany]))
    answers = {client.get(address(model, "import")).status_code for model in TABLES}
    answers |= {client.get(address(model, "export", "csv")).status_code for model in EXPORTS}

    assert answers == ({200} if role else {302}) or (not role and answers <= {302, 403})


def test_a_visitor_gets_no_table(client):
    answers = {client.get(address(model, "import")).status_code for model in TABLES}
    answers |= {client.get(address(model, "export", "csv")).status_code for model in EXPORTS}

    assert answers == {302}


@pytest.mark.parametrize("model", [Contact, Speaker])
def test_people_go_in_no_file(model):
    with pytest.raises(NoReverseMatch):
        address(model, "export", "csv")


@pytest.mark.parametrize("page", ["import_run", "import_refused"])
def test_a_run_is_its_own_noun_s_and_its_author_s(client, page, brittany):
    author = UserFactory(editor=True, territories=[brittany])
    run = checked(table("1;Atelier d'essai;asso;Rennes;35000;;"), author)

    seen = {}
    for user in (author, UserFactory(editor=True, national=True), UserFactory(moderator=True)):
        client.force_login(user)
        seen[user] = [client.get(address(model, page, run.pk)).status_code for model in TABLES]

    assert [sorted(set(answers)) for answers in seen.values()] == [[200, 404], [404], [200, 404]]
    assert all(answers.count(200) <= 1 for answers in seen.values())


@pytest.mark.parametrize("role", ROLES[1:])
def test_a_row_stops_at_the_border(role, brittany):
    user = UserFactory(role=role, territories=[brittany])
    lyon = Territory.objects.get(kind=Kind.COMMUNE, code="69123")
    rennes = Territory.objects.get(kind=Kind.COMMUNE, code="35238")
    StructureFactory(name="Lyonnaise d'essai", territory=lyon, slug="lyonnaise")
    StructureFactory(name="Rennaise d'essai", territory=rennes, slug="rennaise")

    run = checked(
        table(
            "1;Créée ici d'essai;asso;Rennes;35000;;",
            "2;Créée ailleurs d'essai;asso;Lyon;69001;;",
            "3;Sans lieu d'essai;asso;;;;",
            "lyonnaise;Renommée d'essai;asso;;;;",
            "rennaise;Renommée ici d'essai;asso;;;;",
        ),
        user,
    )

    everywhere = role == Role.ADMINISTRATOR
    beyond = [Outcome.CREATED, Outcome.CREATED, Outcome.UPDATED] if everywhere else [Outcome.REFUSED] * 3
    assert list(outcomes(run).values()) == [Outcome.CREATED, *beyond, Outcome.UPDATED]
    assert everywhere or "territoire" in said(run, 3)


def test_a_row_does_not_take_a_record_out_of_reach(brittany):
    rennes = Territory.objects.get(kind=Kind.COMMUNE, code="35238")
    StructureFactory(name="Rennaise d'essai", territory=rennes, slug="rennaise")

    run = checked(
        table("rennaise;Rennaise d'essai;asso;Lyon;69001;;"), UserFactory(moderator=True, territories=[brittany])
    )

    assert outcomes(run) == {2: Outcome.REFUSED}
    assert Structure.objects.get().territory == rennes


def test_a_tie_belongs_to_its_pole(brittany):
    user = UserFactory(editor=True, territories=[brittany])
    rennes = Territory.objects.get(kind=Kind.COMMUNE, code="35238")
    lyon = Territory.objects.get(kind=Kind.COMMUNE, code="69123")
    PoleFactory(name="Pôle d'ici", territory=rennes)
    PoleFactory(name="Pôle d'ailleurs", territory=lyon)
    StructureFactory(name="Membre d'essai", territory=lyon)
    content = "pole;structure\nPôle d'ici;Membre d'essai\nPôle d'ailleurs;Membre d'essai\n".encode()

    run = checked(content, user, MEMBERSHIPS)

    assert outcomes(run) == {2: Outcome.CREATED, 3: Outcome.REFUSED}
