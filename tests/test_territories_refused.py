"""A folder of geography that is wrong is refused whole, with the place of each mistake and its mend."""

import pytest

from ptce_hub.territories.reading import read_geography
from ptce_hub.territories.rows import InvalidFolder

from .territory_files import Folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("small")).shrink("01", "74").path


@pytest.fixture
def folder(tmp_path, small):
    return Folder(tmp_path, small)


def test_the_folder_that_the_others_spoil_is_right(folder):
    assert len(read_geography(folder.path).places) > 700


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
def test_a_wrong_cell_is_told_by_file_line_column_and_mend(folder, file, line, column, value, said):
    folder.change(file, line, **{column: value})

    with pytest.raises(InvalidFolder) as refusal:
        read_geography(folder.path)

    told = [each for each in str(refusal.value).splitlines() if each.startswith(f"- {file}, ligne {line}, ")]
    assert any(f"colonne « {column} »" in each or said in each for each in told), str(refusal.value)
    assert said in "".join(told)


def spoil(folder, name, content):
    (folder.path / f"{name}.gz").unlink(missing_ok=True)
    (folder.path / name.removesuffix(".gz")).unlink(missing_ok=True)
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
def test_a_spoiled_folder_is_refused_with_the_reason(folder, spoiling, said):
    spoiling(folder)

    with pytest.raises(InvalidFolder) as refusal:
        read_geography(folder.path)

    assert said in str(refusal.value)
