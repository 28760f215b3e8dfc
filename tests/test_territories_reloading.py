"""Loading a geography over what is there: twice changes nothing, damage is mended, what people wrote stays."""

import pytest
from django.core.management import CommandError, call_command

from ptce_hub.territories.importing import load
from ptce_hub.territories.models import Alias, Containment, Territory
from ptce_hub.territories.rows import InvalidFolder
from tests.commands import said_by

from .territory_files import Folder, small_country

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two departments stand for the country."""
    folder = Folder(tmp_path_factory.mktemp("now")).shrink("33", "61")
    with django_db_blocker.unblock(), small_country(folder):
        yield folder


@pytest.fixture
def folder(loaded, tmp_path):
    return Folder(tmp_path, loaded.path)


def get(ref):
    return Territory.objects.get_by_ref(ref)


def everything():
    fields = [field.attname for field in Territory._meta.concrete_fields]
    return (
        set(Territory.objects.values_list(*fields)),
        set(Alias.objects.values_list()),
        set(Containment.objects.values_list()),
    )


def test_loading_again_changes_nothing(loaded):
    before = everything()

    report = load(loaded.path)

    assert list(report.lines()) == ["Géographie 2026 : rien à changer."]
    assert everything() == before


def test_loading_again_mends_what_was_damaged(loaded):
    before = {kind: set(rows) for kind, rows in zip("tac", everything(), strict=True)}
    orne = get("departement-61")
    Territory.objects.filter(pk=orne.pk).update(name="Ornes", key="ornes", latitude=1, longitude=1)
    Containment.objects.filter(outer=orne).update(whole=False)
    Alias.objects.filter(nature="postal", code="61340").delete()

    load(loaded.path)

    territories, aliases, links = everything()
    assert territories == before["t"]
    assert {row[1:] for row in links} == {row[1:] for row in before["c"]}
    added = {row[1:5] for row in aliases} - {row[1:5] for row in before["a"]}
    assert added == {(orne.pk, "ancien-nom", "", "Ornes")}


def test_what_editors_wrote_stays(loaded):
    area = get("zone-scot-sud-gironde")
    Territory.objects.filter(pk=area.pk).update(name="SCoT du Sud", key="scot du sud")
    area.anchors.set([get("departement-61")])
    Alias.objects.create(territory=area, nature="usual", name="Le Sud")

    report = load(loaded.path)

    area.refresh_from_db()
    assert area.name == "SCoT du Sud"
    assert [each.code for each in area.anchors.all()] == ["61"]
    assert area.aliases.filter(name="Le Sud").exists()
    assert report.differing_areas == ["SCoT du Sud (bassin, pays ou quartier scot-sud-gironde)"]


def test_a_dry_run_says_so_and_changes_nothing(folder):
    folder.change("regions.csv", 2, name="Karukera")

    said = said_by("load_territories", folder.path, dry_run=True)

    assert "Guadeloupe (région 01) devient Karukera" in said
    assert "rien n'a été changé" in said
    assert get("region-01").name == "Guadeloupe"


def test_a_refused_folder_changes_nothing(folder):
    folder.change("regions.csv", 2, name="Karukera")
    folder.change("communes.csv", 2, epci="1")
    before = everything()

    with pytest.raises(CommandError, match="Rien n'a été changé"):
        call_command("load_territories", folder.path, verbosity=0)

    assert everything() == before


def test_a_folder_that_lost_many_communes_is_refused(loaded, tmp_path):
    folder = Folder(tmp_path).shrink("33")
    folder.state(vintage="2027")

    with pytest.raises(InvalidFolder, match="disparaîtraient"):
        load(folder.path)


def test_an_older_vintage_is_refused(loaded):
    with pytest.raises(InvalidFolder, match="plus ancien"):
        load(loaded.path, vintage="2025")
