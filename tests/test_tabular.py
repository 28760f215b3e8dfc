"""Bringing a table in: each row read is accounted for, nothing changes before it is wanted, and all of it goes back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Structure
from actors.tables import STRUCTURES
from ptce_hub.directory.models import Theme
from ptce_hub.directory.tabular.models import Origin, Outcome
from ptce_hub.directory.tabular.running import State, go_on, start
from ptce_hub.territories.models import Territory
from tests.factories import StructureFactory, ThemeFactory, UserFactory
from tests.tabulating import ARCHER, HEADINGS, KEBELE, applied, checked, outcomes, row_of, said, table, undone

pytestmark = pytest.mark.django_db


def test_a_check_changes_nothing():
    run = checked(table(ARCHER, KEBELE))

    assert outcomes(run) == {2: Outcome.CREATED, 3: Outcome.CREATED}
    assert not Structure.objects.exists()


def test_what_is_applied_says_who_did_it_and_why():
    user = UserFactory(moderator=True, national=True)
    theme = ThemeFactory(label="Réparation d'essai")

    run = applied(table(ARCHER + theme.label), user)

    archer = Structure.objects.get(name="Groupe Archer")
    assert (archer.kind, archer.territory.code, archer.status) == ("groupement", "26281", "proposed")
    assert list(archer.themes.all()) == [theme]
    versions = archer.history.all()
    assert {version.history_user for version in versions} == {user}
    assert {version.history_change_reason for version in versions} == {run.reason}


def test_the_same_file_again_changes_nothing():
    applied(table(ARCHER, KEBELE))
    before = list(Structure.objects.values())

    run = applied(table(ARCHER, KEBELE))

    assert set(outcomes(run).values()) == {Outcome.UNCHANGED}
    assert list(Structure.objects.values()) == before


def test_another_source_knows_a_name_at_its_place():
    StructureFactory(name="KEBELE", territory=Territory.objects.get(kind="commune", code="69123"))

    run = checked(table("1;Kébélé;association;Lyon;69001;;"), source="autre")

    assert outcomes(run) == {2: Outcome.UPDATED}
    assert row_of(run).changes == {"name": ["KEBELE", "Kébélé"]}


def test_an_empty_cell_takes_nothing_away():
    applied(table(ARCHER, headings=HEADINGS))
    Structure.objects.update(acronym="GA")

    run = checked(table("A1;Groupe Archer;;;;;"))

    assert outcomes(run) == {2: Outcome.UNCHANGED}


def test_what_a_person_changed_since_is_kept_unless_the_file_is_chosen():
    applied(table(ARCHER))
    archer = Structure.objects.get()
    archer.name = "Archer, groupe"
    archer.save()

    run = checked(table(ARCHER))

    assert outcomes(run) == {2: Outcome.ASIDE}
    run.rows.update(choice="file", outcome="")
    start(run, State.CHECKING)
    run = go_on(STRUCTURES, run.pk, None)
    assert outcomes(run) == {2: Outcome.UPDATED}


def test_a_likely_duplicate_waits_for_a_choice():
    lyon = Territory.objects.get(kind="commune", code="69123")
    there = StructureFactory(name="Maison de l'économie sociale", territory=lyon)
    run = checked(table("9;Maison économie sociale;asso;Lyon;69001;;"))

    assert outcomes(run) == {2: Outcome.ASIDE}
    assert row_of(run).candidates[0][0] == there.pk

    for choice, outcome in ((f"same:{there.pk}", Outcome.UPDATED), ("other", Outcome.CREATED)):
        run.rows.update(choice=choice, outcome="")
        start(run, State.CHECKING)
        assert outcomes(go_on(STRUCTURES, run.pk, None)) == {2: outcome}


def test_a_chosen_other_is_not_asked_about_again():
    StructureFactory(name="Maison de l'économie sociale", territory=Territory.objects.get(code="69123", kind="commune"))
    content = table("9;Maison économie sociale;asso;Lyon;69001;;")
    run = checked(content)
    run.rows.update(choice="other", outcome="")
    start(run, State.CHECKING)
    go_on(STRUCTURES, run.pk, None)
    start(run, State.APPLYING)
    go_on(STRUCTURES, run.pk, None)

    assert outcomes(checked(content)) == {2: Outcome.UNCHANGED}


def test_two_lines_of_one_thing_do_not_both_count():
    run = checked(table(ARCHER, KEBELE, ARCHER))

    assert outcomes(run) == {2: Outcome.CREATED, 3: Outcome.CREATED, 4: Outcome.ASIDE}
    assert "ligne 2" in said(run, 4)


def test_undoing_takes_back_what_was_created_and_restores_what_was_changed():
    there = StructureFactory(name="Groupe Archer", territory=Territory.objects.get(code="26281"), kind="association")
    there.themes.set([ThemeFactory(label="Gardé")])
    ThemeFactory(label="Ajouté")
    before = Structure.objects.values().get()
    run = applied(table(ARCHER + "Ajouté", KEBELE))
    assert Structure.objects.count() == 2

    run = undone(run)

    assert run.state == State.UNDONE
    assert set(run.rows.values_list("undone", flat=True)) == {"annulée"}
    after = Structure.objects.values().get()
    assert after | {"updated_at": 0} == before | {"updated_at": 0}
    assert [theme.label for theme in there.themes.all()] == ["Gardé"]
    assert not Origin.objects.exists()


def test_undoing_leaves_what_someone_has_touched_and_says_so():
    run = applied(table(ARCHER, KEBELE))
    archer = Structure.objects.get(name="Groupe Archer")
    archer.summary = "Relu."
    archer.save()

    run = undone(run)

    assert list(Structure.objects.all()) == [archer]
    assert "modifiée depuis" in row_of(run).undone


def test_all_or_nothing_takes_back_what_was_done_when_a_row_no_longer_passes():
    run = checked(table(ARCHER, KEBELE), keep_good=False)
    StructureFactory(name="Kèbelé", territory=Territory.objects.get(kind="commune", code="69123"))
    start(run, State.APPLYING)

    run = go_on(STRUCTURES, run.pk, None)

    assert run.state == State.UNDONE
    assert not Structure.objects.filter(name="Groupe Archer").exists()


def test_a_row_out_of_reach_is_refused_with_the_reason():
    drome = Territory.objects.get(kind="department", code="26")
    user = UserFactory(editor=True, territories=[drome])

    run = checked(table(ARCHER, KEBELE), user)

    assert outcomes(run) == {2: Outcome.CREATED, 3: Outcome.REFUSED}
    assert "territoire" in said(run, 3)


def test_themes_that_nobody_knows_are_refused_with_the_nearest():
    Theme.objects.create(slug="mobilite-douce", label="Mobilité douce")

    run = checked(table(ARCHER + "mobilité douse"))

    assert outcomes(run) == {2: Outcome.REFUSED}
    assert "Mobilité douce" in said(run)


def test_undoing_costs_a_few_queries_a_row():
    run = checked(table(*(f"Z{number};Atelier {number * 7919};asso;Lyon;69001;;" for number in range(30))))
    run.rows.update(choice="other", outcome="")
    for state in (State.CHECKING, State.APPLYING):
        start(run, state)
        run = go_on(STRUCTURES, run.pk, None)
    start(run, State.UNDOING)

    with CaptureQueriesContext(connection) as asked:
        go_on(STRUCTURES, run.pk, None)

    assert not Structure.objects.exists()
    assert len(asked) < 30 * 14
