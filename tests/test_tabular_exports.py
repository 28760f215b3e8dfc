"""A list taken out as a table says all that a table may bring in, and comes back as it went, whatever it holds."""

import pytest
from django.contrib import admin

from poles.models import Membership
from ptce_hub.directory.management.commands.import_table import tables
from ptce_hub.directory.tabular.checking import counts
from ptce_hub.directory.tabular.exporting import table_of
from ptce_hub.directory.tabular.mapping import Headings
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.editors import address
from tests.tabulating import EXPORTED, checked

pytestmark = pytest.mark.django_db

NAMES = ["=SOMME(A1)", "'apostrophe", "L’été – œuvre\u00a0€", "44E13"]
ODD = {
    "alternative_names": ["a|b", "c;d", "=x", "« guillemets »"],
    "summary": 'Ligne 1\nligne 2\r\n\r\n  – tab\t; "guillemets" | barre  ',
    "sources": ["https://exemple.fr/?a=1|2", "Ouest-France, 3 mars ; page 4", "-tiret"],
    "notes": "=1+1\n+2",
    "website": "https://exemple.fr/a?b=c;d|e",
    "published": True,
}


@pytest.mark.parametrize(("model", "noun"), [pair for pair in EXPORTED if pair[0] is not Membership])
def test_what_comes_in_goes_out_under_the_same_name(model, noun):
    entered = set(tables()[noun].inputs) - {"commune", "code_postal"}  # other words for the territory
    [headings] = table_of(model, admin.site.get_model_admin(model).columns, model.objects.none(), "")
    assert entered <= set(headings)
    assert [name for name in Headings(tables()[noun]).guess(headings) if name] == [
        name for name in headings if name in entered
    ]


def odd_records():
    place = Territory.objects.get(kind=Kind.COMMUNE, code="01004")
    theme = make.ThemeFactory(label="Bois & forêt, |")
    for name in NAMES:
        odd = ODD | {"name": name, "territory": place}
        structure = make.StructureFactory(**odd, acronym="=A", rna="W123456789", latitude=48.1234567, longitude=-0.0)
        structure.themes.set([theme])
        pole = make.PoleFactory(**odd, started="2012", ended="2013-04-05")
        pole.scope.add(place)
        cooperation = make.CooperationFactory(**odd)
        event = make.EventFactory(
            **odd, kind="debat", start="2026-11", capacity=0, is_free=False, price="=10|12 €", venue="-Salle ; 1",
            registration_url="https://exemple.fr/i?x=1;2",
        )  # fmt: skip
        event.poles.add(pole)
        event.cooperations.add(cooperation)
        make.EventFactory(start="2026-11-14", start_time="09:30", is_free=True, zone="Indian/Reunion", format="mixte")
        make.EventRoleFactory(event=event, structure=structure)
        make.MembershipFactory(pole=pole, structure=structure, intensity="noyau", since="2012")
        make.ParticipationFactory(cooperation=cooperation, structure=structure)


def test_the_oddest_texts_come_back_as_they_went(client):
    client.force_login(make.UserFactory(administrator=True))
    odd_records()
    for model, noun in EXPORTED:
        for ending in ("csv", "xlsx"):
            file = b"".join(client.get(address(model, "changelist") + f"export.{ending}").streaming_content)
            run = checked(file, None, tables()[noun], f"export.{ending}")
            assert counts(run)["unchanged"] == counts(run)["read"] == model.objects.count(), [
                (row.messages, row.changes) for row in run.rows.exclude(outcome="unchanged")
            ]


def test_a_source_that_holds_a_sign_of_parting_is_not_added_again_in_pieces():
    structure = make.StructureFactory(name="Kèbelé", sources=["Ouest-France, 3 mars ; page 4"])
    file = f"page;nom;sources\n{structure.get_absolute_url()};Kèbelé;Ouest-France, 3 mars | page 4 | La Croix".encode()

    [row] = checked(file).rows.all()

    assert row.changes["sources"][1] == ["Ouest-France, 3 mars ; page 4", "La Croix"]
