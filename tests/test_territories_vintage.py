"""A later vintage: what vanished hands on all that pointed to it, or stays for a person to decide."""

import pytest

from actors.models import Network, Structure
from poles.models import Pole
from ptce_hub.territories import succession
from ptce_hub.territories.importing import load
from ptce_hub.territories.models import Alias, Containment, Kind, Territory
from ptce_hub.territories.resolving import resolve

from .territory_files import Folder, small_country

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("vintage")]

COEUR_DU_PERCHE, HAUTS_DU_PERCHE, VAL_D_ORNE = "200068435", "200068856", "246100390"


def get(ref):
    return Territory.objects.get_by_ref(ref)


def refs(text):
    return [match.territory.ref for match in resolve(text)]


def write_2027(path):
    """The vintage of 2027 as it might be around the Perche."""
    folder = Folder(path).shrink("28", "61")
    gone = {"61038", "61043", "61241", "61256"}
    kept = [row for row in folder.rows("communes.csv") if row["code"] not in gone]
    by_code = {row["code"]: row for row in kept}
    medavy = next(row for row in folder.rows("communes.csv") if row["code"] == "61256")
    kept.append(medavy | {"code": "28999", "department": "28", "region": "24"})
    kept.append(by_code["61309"] | {"code": "61337", "name": "Préaux-du-Perche", "population": "500"})
    by_code["61345"]["name"] = "Rémalard"
    for number, row in enumerate(kept):
        if row["epci"] == COEUR_DU_PERCHE:
            row["epci"] = HAUTS_DU_PERCHE
        if row["epci"] == VAL_D_ORNE:
            row["epci"] = ("200068450", "200068443")[number % 2]
    folder.write("communes.csv", kept)
    former = [row for row in folder.rows("former_communes.csv") if row["code"] != "61337"]
    former = [row for row in former if row["current_code"] not in gone]
    former.append({"code": "61038", "name": "Bellême", "current_code": "61309", "kind": "deleguee"})
    former.append({"code": "61256", "name": "", "current_code": "28999", "kind": "ancien-code"})
    folder.write("former_communes.csv", former)
    changes = [{"old_code": "61043", "new_code": code} for code in ("61116", "61061")]
    folder.write("changes.csv", changes)
    epci = folder.rows("epci.csv")
    for row in epci:
        row["name"] = row["name"].replace("CC des Pays de L'Aigle", "CA des Pays de L'Aigle")
    folder.write("epci.csv", epci)
    folder.settle()
    folder.state(vintage="2027", communes=len(kept))
    return folder


class Before:
    """Records of 2026 in places that 2027 changes."""

    def __init__(self):
        belleme, perche = get("commune-61038"), get("commune-61309")
        self.pole = Pole.objects.create(name="Pôle de Bellême", territory=belleme)
        self.pole.scope.set([belleme, perche])
        self.structure = Structure.objects.create(name="Atelier", territory=get("commune-61241"))
        self.network = Network.objects.create(name="Réseau", scope="local")
        self.network.territories.set([get(f"epci-{COEUR_DU_PERCHE}"), get(f"epci-{VAL_D_ORNE}")])
        self.epci_slug = get(f"epci-{COEUR_DU_PERCHE}").slug
        self.history = self.pole.history.latest().pk
        self.old_pk = belleme.pk
        self.slugs = dict(Territory.objects.values_list("pk", "slug"))
        area = Territory.objects.create(kind=Kind.AREA, code="bellemois", name="Bellêmois", slug="bellemois")
        area.communes.set([belleme, perche])
        Alias.objects.create(territory=belleme, nature="usual", name="Belesme")
        self.first_pk = get("pays-FR").pk


@pytest.fixture(scope="module")
def vintage(django_db_setup, django_db_blocker, tmp_path_factory):
    """2027 loaded once over 2026 for all the tests of this file, then undone; two departments stand for the country."""
    folder = write_2027(tmp_path_factory.mktemp("vintage"))
    now = Folder(tmp_path_factory.mktemp("now")).shrink("28", "61")
    with django_db_blocker.unblock(), small_country(now):
        vintage = Before()
        vintage.folder = folder.path
        vintage.dry = load(folder.path, dry_run=True)
        vintage.after_dry = (get("commune-61038").pk, Territory.objects.filter(vintage="2027").count())
        vintage.report = load(folder.path)
        yield vintage


def test_a_dry_run_tells_the_same_and_changes_nothing(vintage):
    assert list(vintage.dry.lines()) == list(vintage.report.lines())
    assert vintage.after_dry == (vintage.old_pk, 0)


def test_what_pointed_to_a_merged_commune_points_to_its_successor(vintage):
    vintage.pole.refresh_from_db()

    assert vintage.pole.territory == get("commune-61309")
    assert not Territory.objects.filter(pk=vintage.old_pk).exists()


def test_a_list_that_named_both_names_the_successor_once(vintage):
    assert [each.ref for each in vintage.pole.scope.all()] == ["commune-61309"]
    assert [each.ref for each in get("zone-bellemois").communes.all()] == ["commune-61309"]


def test_history_goes_on_saying_what_was_true(vintage):
    assert vintage.pole.history.get(pk=vintage.history).territory_id == vintage.old_pk


def test_a_merged_commune_resolves_by_name_code_usual_name_and_keeps_its_old_address(vintage):
    assert [refs(text) for text in ("Bellême", "61038", "Belesme")] == [["commune-61309"]] * 3
    assert Alias.objects.get(nature=Alias.Nature.MERGED, slug="belleme").territory == get("commune-61309")


def test_the_report_names_the_merger_and_how_many_links_moved(vintage):
    (line,) = [line for line in vintage.report.merged if "Bellême" in line]

    assert line.startswith("Bellême (commune 61038) → Perche en Nocé (commune 61309), ")


def test_an_epci_whose_communes_all_went_to_one_other_is_joined_to_it(vintage):
    assert refs(COEUR_DU_PERCHE) == [f"epci-{HAUTS_DU_PERCHE}"]
    assert refs("Coeur du Perche") == [f"epci-{HAUTS_DU_PERCHE}"]
    assert Alias.objects.get(slug=vintage.epci_slug).territory.code == HAUTS_DU_PERCHE
    assert get(f"epci-{HAUTS_DU_PERCHE}") in vintage.network.territories.all()


def test_an_epci_that_was_shared_out_stays_for_a_person_to_decide(vintage):
    epci = get(f"epci-{VAL_D_ORNE}")

    assert epci.ended == "2026-12-31"
    assert {each.code for each in epci.successors.all()} == {"200068450", "200068443"}
    assert epci in vintage.network.territories.all()
    assert any("Val d'Orne" in line and "1 réseau" in line for line in vintage.report.undecided)


def test_an_epci_that_was_shared_out_still_lies_where_its_communes_do(vintage):
    links = Containment.objects.filter(inner=get(f"epci-{VAL_D_ORNE}")).values_list("outer__code", "whole")

    assert {("FR", True), ("28", True), ("61", True)} <= set(links)
    assert {("200068450", False), ("200068443", False)} <= set(links)


def test_a_commune_shared_out_stays_with_its_successors(vintage):
    commune = get("commune-61043")

    assert (commune.ended, commune.vintage) == ("2026-12-31", "2026")
    assert {each.code for each in commune.successors.all()} == {"61116", "61061"}


def test_a_commune_gone_without_a_word_stays_with_its_records(vintage):
    vintage.structure.refresh_from_db()

    assert vintage.structure.territory.ref == "commune-61241"
    (line,) = [line for line in vintage.report.undecided if "61241" in line]
    assert line.endswith("aucun successeur connu ; y renvoient : 1 structure")


def test_an_ended_commune_still_lies_in_its_department(vintage):
    covering = {each.ref for each in Territory.objects.covering(get("commune-61241"))}

    assert {"pays-FR", "region-28", "departement-61"} <= covering


def test_a_former_name_keeps_resolving_and_the_address_stays(vintage):
    commune = get("commune-61345")

    assert commune.name == "Rémalard"
    assert commune.slug == vintage.slugs[commune.pk] == "remalard-en-perche"
    assert refs("Rémalard en Perche") == ["commune-61345"]
    assert any("Rémalard" in line for line in vintage.report.renamed)


def test_an_epci_that_changes_nature_keeps_row_name_and_address(vintage):
    epci = get("epci-200068468")

    assert epci.name == "CA des Pays de L'Aigle"
    assert epci.slug == vintage.slugs[epci.pk]
    assert refs("CC des Pays de L'Aigle") == ["epci-200068468"]


def test_a_commune_re_established_answers_for_itself_and_is_told(vintage):
    assert refs("Préaux-du-Perche") == ["commune-61337"]
    assert refs("61337") == ["commune-61337"]
    assert vintage.report.restored == ["Préaux-du-Perche (61337)"]


def test_a_commune_that_changed_code_leads_from_the_old_one(vintage):
    assert refs("61256") == ["commune-28999"]
    assert "commune-28999" in refs("Médavy")
    assert get("commune-28999").department.code == "28"


def test_no_address_changed(vintage):
    now = dict(Territory.objects.values_list("pk", "slug"))

    assert all(now[pk] == slug for pk, slug in vintage.slugs.items() if pk in now)


def test_rows_of_today_carry_the_new_vintage(vintage):
    current = Territory.objects.current().exclude(kind=Kind.AREA)

    assert set(current.values_list("vintage", flat=True)) == {"2027"}


def test_loading_it_again_changes_nothing(vintage):
    assert load(vintage.folder).count_changes() == 0


def test_a_second_merger_takes_along_what_the_first_brought(vintage, tmp_path):
    folder = write_2027(tmp_path)
    communes = [row for row in folder.rows("communes.csv") if row["code"] != "61309"]
    folder.write("communes.csv", communes)
    former = folder.rows("former_communes.csv")
    for row in former:
        row["current_code"] = row["current_code"].replace("61309", "61345")
    former.append({"code": "61309", "name": "Perche en Nocé", "current_code": "61345", "kind": "deleguee"})
    folder.write("former_communes.csv", former)
    names = [row | {"code": row["code"].replace("61309", "61345")} for row in folder.rows("usual_names.csv")]
    folder.write("usual_names.csv", names)
    folder.settle()
    folder.state(vintage="2028", communes=len(communes))

    load(folder.path)

    assert [refs(text) for text in ("61038", "Bellême", "Nocé", "Perche en Nocé")] == [["commune-61345"]] * 4
    vintage.pole.refresh_from_db()
    assert vintage.pole.territory.ref == "commune-61345"


def test_a_territory_with_a_link_that_cannot_move_is_kept(vintage, tmp_path, monkeypatch):
    folder = write_2027(tmp_path)
    communes = [row for row in folder.rows("communes.csv") if row["code"] != "61345"]
    folder.write("communes.csv", communes)
    former = [row for row in folder.rows("former_communes.csv") if row["current_code"] != "61345"]
    former.append({"code": "61345", "name": "Rémalard", "current_code": "61309", "kind": "deleguee"})
    folder.write("former_communes.csv", former)
    folder.settle()
    folder.state(vintage="2028", communes=len(communes))
    monkeypatch.setattr(succession, "move_links", lambda old, new: (0, ["pôle « Unique » (n° 1)"]))

    report = load(folder.path)

    kept = get("commune-61345")
    assert kept.ended == "2027-12-31"
    assert [each.ref for each in kept.successors.all()] == ["commune-61309"]
    assert report.blocked == ["Rémalard (commune 61345) vers Perche en Nocé (commune 61309) : pôle « Unique » (n° 1)"]
