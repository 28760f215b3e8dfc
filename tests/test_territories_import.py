"""Loading the geography: all or nothing, twice the same, and a readable reason when it is refused."""

import shutil
from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from ptce_hub.territories.geography import DATA
from ptce_hub.territories.importing import is_loaded, load
from ptce_hub.territories.models import Alias, Containment, Kind, LoadedVintage, Territory
from ptce_hub.territories.reading import read_geography
from ptce_hub.territories.rows import InvalidFolder

from .territory_files import Folder

pytestmark = pytest.mark.django_db


def get(ref):
    return Territory.objects.get_by_ref(ref)


def everything():
    fields = [field.attname for field in Territory._meta.concrete_fields]
    return (
        set(Territory.objects.values_list(*fields)),
        set(Alias.objects.values_list()),
        set(Containment.objects.values_list()),
    )


def test_every_level_is_there():
    counts = Counter(Territory.objects.values_list("kind", flat=True))

    assert {kind: counts[kind] for kind in Kind.values if kind != Kind.AREA} == {
        "country": 1,
        "region": 18,
        "former_region": 27,
        "department": 101,
        "epci": 1255,
        "commune": 34969,
    }
    assert Territory.objects.filter(kind=Kind.AREA, nature="EPT").count() == 11
    assert Alias.objects.filter(nature__in=["deleguee", "associee", "ancien-code", "arrondissement"]).count() == 4285


def test_loading_again_changes_nothing():
    before = everything()

    report = load()

    assert list(report.lines()) == ["Géographie 2026 : rien à changer."]
    assert everything() == before


def test_loading_again_mends_what_was_damaged():
    before = {kind: set(rows) for kind, rows in zip("tac", everything(), strict=True)}
    orne = get("departement-61")
    Territory.objects.filter(pk=orne.pk).update(name="Ornes", key="ornes", latitude=1, longitude=1)
    Containment.objects.filter(outer=orne).update(whole=False)
    Alias.objects.filter(nature="postal", code="61340").delete()

    load()

    territories, aliases, links = everything()
    assert territories == before["t"]
    assert {row[1:] for row in links} == {row[1:] for row in before["c"]}
    added = {row[1:5] for row in aliases} - {row[1:5] for row in before["a"]}
    assert added == {(orne.pk, "ancien-nom", "", "Ornes")}


def test_what_editors_wrote_stays():
    area = get("zone-pnr-luberon")
    Territory.objects.filter(pk=area.pk).update(name="Parc du Luberon", key="parc du luberon")
    area.anchors.set([get("departement-84")])
    Alias.objects.create(territory=area, nature="usual", name="Le Parc")

    report = load()

    area.refresh_from_db()
    assert area.name == "Parc du Luberon"
    assert [each.code for each in area.anchors.all()] == ["84"]
    assert area.aliases.filter(name="Le Parc").exists()
    assert report.differing_areas == ["Parc du Luberon (bassin, pays ou quartier pnr-luberon)"]


@pytest.mark.parametrize(
    ("ref", "slug"),
    [
        ("pays-FR", "france"),
        ("commune-61309", "perche-en-noce"),
        ("commune-97411", "saint-denis-974"),
        ("commune-94038", "l-hay-les-roses"),
        ("departement-2A", "corse-du-sud"),
        ("region-93", "provence-alpes-cote-d-azur"),
        ("epci-200069854", "grand-poitiers"),
        ("epci-200046977", "lyon"),
        ("zone-200057867", "plaine-commune"),
        ("ancienne-region-24", "centre"),
    ],
)
def test_the_address_is_the_name_and_the_department_for_homonyms(ref, slug):
    assert get(ref).slug == slug


def test_a_commune_carries_its_levels_point_and_vintage():
    commune = get("commune-61309")

    assert (commune.department.code, commune.region.code, commune.epci.code) == ("61", "28", "200068435")
    assert (commune.zone, commune.vintage, commune.population) == ("metro", "2026", 1956)
    assert (commune.latitude, commune.longitude, commune.approximate) == (48.37908, 0.68138, False)
    assert get("commune-01001").approximate is True


def test_overseas_collectivities_have_communes_and_nothing_between():
    communes = Territory.objects.filter(kind=Kind.COMMUNE, zone="com")

    assert communes.count() == 94
    assert not communes.exclude(region=None, department=None, epci=None).exists()


def test_a_former_region_knows_its_departments_and_what_it_became():
    region = get("ancienne-region-23")

    assert {each.code for each in region.anchors.all()} == {"27", "76"}
    assert [each.ref for each in region.successors.all()] == ["region-28"]
    assert region.ended == "2015-12-31"
    assert get("ancienne-region-53").ended == ""


def test_no_two_of_a_kind_share_an_address():
    shared = Territory.objects.values("kind", "slug").annotate(number=Count("pk")).filter(number__gt=1)

    assert not shared.exists()


# --- Folders that are refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "said"),
    [
        ("regions.csv", 2, "code", "1", "deux chiffres"),
        ("regions.csv", 2, "capital", "97999", "n'existe pas dans communes.csv"),
        ("regions.csv", 3, "code", "01", "déjà pris"),
        ("regions.csv", 2, "zone", "lune", "metro, drom"),
        ("regions.csv", 2, "west", "10", "l'ouest dépasse l'est"),
        ("regions.csv", 2, "west", "", "quatre côtés"),
        ("departments.csv", 2, "region", "99", "n'existe pas dans regions.csv"),
        ("departments.csv", 2, "lat", "91", "degrés décimaux"),
        ("departments.csv", 2, "lat", "", "latitude et la longitude"),
        ("departments.csv", 2, "lon", "nan", "degrés décimaux"),
        ("former_regions.csv", 2, "departments", "97", "codes qui existent"),
        ("former_regions.csv", 2, "until", "2015", "AAAA-MM-JJ"),
        ("epci.csv", 2, "code", "20000017", "neuf chiffres"),
        ("epci.csv", 2, "nature", "XX", "CC, CA, CU, ME"),
        ("epci.csv", 2, "communes", "8", "7 communes s'y rattachent"),
        ("epci.csv", 2, "department", "2", "n'existe pas dans departments.csv"),
        ("ept.csv", 2, "communes", "93001|00000", "codes qui existent"),
        ("communes.csv", 2, "code", "1001", "code Insee"),
        ("communes.csv", 2, "name", "  ", "texte"),
        ("communes.csv", 2, "department", "00", "n'existe pas dans departments.csv"),
        ("communes.csv", 2, "epci", "000000000", "n'existe pas dans epci.csv"),
        ("communes.csv", 2, "region", "28", "dans une autre région"),
        ("communes.csv", 2, "population", "-3", "nombre entier"),
        ("communes.csv", 2, "population", "٣", "nombre entier"),
        ("communes.csv", 2, "postal_codes", "01400|1", "code postal"),
        ("communes.csv", 3, "code", "01001", "déjà pris"),
        ("former_communes.csv", 2, "current_code", "01003", "n'existe pas dans communes.csv"),
        ("former_communes.csv", 2, "kind", "autre", "deleguee"),
        ("usual_names.csv", 2, "code", "999", "aucun territoire"),
    ],
)
def test_a_wrong_cell_is_told_by_file_line_column_and_mend(tmp_path, file, line, column, value, said):
    folder = Folder(tmp_path)
    folder.change(file, line, **{column: value})

    with pytest.raises(InvalidFolder) as refusal:
        read_geography(folder.path)

    told = [each for each in str(refusal.value).splitlines() if each.startswith(f"- {file}, ligne {line}, ")]
    assert any(f"colonne « {column} »" in each or said in each for each in told), str(refusal.value)
    assert said in "".join(told)


def spoil(folder, name, content):
    (folder.path / f"{name}.gz").unlink(missing_ok=True)
    (folder.path / name).write_bytes(content)


@pytest.mark.parametrize(
    ("spoiling", "said"),
    [
        (lambda folder: (folder.path / "epci.csv").unlink(), "epci.csv : ce fichier manque"),
        (lambda folder: spoil(folder, "regions.csv", b"code,nom\n"), "colonne(s) manquante(s) : name"),
        (lambda folder: spoil(folder, "regions.csv", b""), "colonne(s) manquante(s) : code"),
        (lambda folder: spoil(folder, "regions.csv", "é".encode("latin-1")), "pas en UTF-8"),
        (lambda folder: spoil(folder, "communes.csv.gz", b"\x1f\x8bcut"), "illisible"),
        (lambda folder: spoil(folder, "counts.json", b"[1"), "pas un objet JSON valide"),
        (lambda folder: spoil(folder, "counts.json", b"{}"), "indiquez le millésime"),
        (lambda folder: folder.state(vintage="2026", regions=19), "18 lignes au lieu de 19"),
        (lambda folder: spoil(folder, "areas.json", b"{"), "pas du JSON valide"),
        (lambda folder: spoil(folder, "areas.json", b'{"a": 1}'), "attendu : un objet"),
        (lambda folder: spoil(folder, "areas.json", b'[{"code": "a", "name": "A", "nature": "b"}]'), "au moins une"),
        (
            lambda folder: spoil(
                folder, "areas.json", b'[{"code": "a", "name": "A", "nature": "b", "anchors": ["department:00"]}]'
            ),
            "department:00",
        ),
        (lambda folder: spoil(folder, "changes.csv", b"old_code,new_code\n01001,x\n"), "changes.csv, ligne 2"),
        (lambda folder: spoil(folder, "ept.csv", b"code,name,communes\n1,2\n"), "2 cellules au lieu de 3"),
    ],
)
def test_a_spoiled_folder_is_refused_with_the_reason(tmp_path, spoiling, said):
    folder = Folder(tmp_path)
    spoiling(folder)

    with pytest.raises(InvalidFolder) as refusal:
        read_geography(folder.path)

    assert said in str(refusal.value)


def test_a_refused_folder_changes_nothing(tmp_path):
    folder = Folder(tmp_path)
    folder.change("regions.csv", 2, name="Karukera")
    folder.change("communes.csv", 2, epci="1")
    before = everything()

    with pytest.raises(CommandError, match="Rien n'a été changé"):
        call_command("load_territories", folder.path, verbosity=0)

    assert everything() == before


def test_a_folder_that_lost_many_communes_is_refused(tmp_path):
    folder = Folder(tmp_path)
    kept = [row for row in folder.rows("communes.csv") if row["zone"] != "metro" or row["code"] < "80"]
    folder.write("communes.csv", kept)
    for name in ("former_communes.csv", "usual_names.csv", "ept.csv"):
        (folder.path / f"{name}.gz").unlink(missing_ok=True)
        (folder.path / name).unlink(missing_ok=True)
    folder.write("former_communes.csv", [{"code": "01003", "name": "", "current_code": "01165", "kind": "ancien-code"}])
    (folder.path / "areas.json").unlink()
    folder.settle()
    folder.state(vintage="2027")
    capitals = {row["code"] for row in kept}
    for name in ("regions.csv", "departments.csv"):
        folder.write(
            name, [row | {"capital": "75056"} if row["capital"] not in capitals else row for row in folder.rows(name)]
        )

    with pytest.raises(InvalidFolder, match="disparaîtraient"):
        load(folder.path)


def test_an_older_vintage_is_refused():
    with pytest.raises(InvalidFolder, match="plus ancien"):
        load(DATA, vintage="2025")


# --- The command --------------------------------------------------------------------------------------------------


def test_the_shipped_folder_is_known_as_loaded():
    assert is_loaded()

    LoadedVintage.objects.all().delete()
    assert not is_loaded()


def test_a_later_vintage_keeps_the_shipped_one_from_coming_back():
    LoadedVintage.objects.all().delete()
    LoadedVintage.objects.create(digest="0" * 64, vintage="2031")

    assert is_loaded()


def test_another_folder_is_not_known_as_loaded(tmp_path):
    folder = Folder(tmp_path)
    assert is_loaded(folder.path)  # the same files elsewhere

    folder.change("regions.csv", 2, name="Karukera")
    assert not is_loaded(folder.path)


def test_if_new_says_and_does_nothing_when_loaded(django_assert_max_num_queries):
    out = StringIO()
    with django_assert_max_num_queries(1):
        call_command("load_territories", if_new=True, stdout=out)

    assert out.getvalue() == ""


def test_a_dry_run_says_so_and_changes_nothing(tmp_path):
    folder = Folder(tmp_path)
    folder.change("regions.csv", 2, name="Karukera")
    out = StringIO()

    call_command("load_territories", folder.path, dry_run=True, stdout=out)

    assert "Guadeloupe (région 01) devient Karukera" in out.getvalue()
    assert "rien n'a été changé" in out.getvalue()
    assert get("region-01").name == "Guadeloupe"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(CommandError, match="n'existe pas"):
        call_command("load_territories", tmp_path / "nowhere")


def test_gzipped_and_plain_tables_are_the_same_folder_content(tmp_path):
    folder = Folder(tmp_path)
    shutil.rmtree(folder.path)
    shutil.copytree(DATA, folder.path)
    folder.write("communes.csv", folder.rows("communes.csv"))

    assert read_geography(folder.path).places == read_geography(DATA).places
