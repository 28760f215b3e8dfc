"""The records that ship with the site: all of them, once, and told of when something cannot be placed."""

import json
from datetime import date

import pytest

from actors.importing import DATA as ACTORS
from actors.models import Network, Structure, Succession, SupportOffer
from events.importing import DATA as EVENTS
from events.models import Document, EssMonth, Event, EventRole, Session, Speaker
from poles.importing import DATA as POLES
from poles.models import (
    Agreement,
    Call,
    CallFigure,
    Cooperation,
    Degree,
    DegreeAssessment,
    GeneralObjective,
    Indicator,
    Membership,
    Objective,
    Participation,
    PlaceFigure,
    Pole,
    Recognition,
    SharedPlace,
)
from ptce_hub.site.management.commands.import_records import import_records
from ptce_hub.territories.models import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]


def records(folder, name):
    return json.loads((folder / f"{name}.json").read_text())["records"]


FILES = {
    Structure: (ACTORS, "structures", 496),
    Network: (ACTORS, "networks", 62),
    SupportOffer: (ACTORS, "support_offers", 36),
    Pole: (POLES, "poles", 116),
    Cooperation: (POLES, "cooperations", 104),
    Call: (POLES, "calls", 10),
    SharedPlace: (POLES, "shared_places", 30),
    Event: (EVENTS, "events", 128),
}


@pytest.mark.parametrize("model", FILES)
def test_every_record_of_every_file_is_published(model):
    folder, name, at_least = FILES[model]
    slugs = {record["slug"] for record in records(folder, name)}
    assert len(slugs) >= at_least
    assert slugs <= set(model.objects.published().values_list("slug", flat=True))


@pytest.mark.parametrize("model", FILES)
def test_every_source_note_and_theme_is_kept(model):
    folder, name, _ = FILES[model]
    kept = model.objects.prefetch_related("themes").in_bulk(field_name="slug")
    for record in records(folder, name):
        entry = kept[record["slug"]]
        assert entry.sources == record["sources"]
        assert entry.notes == (record.get("notes") or "")
        assert {theme.slug for theme in entry.themes.all()} == set(record.get("themes", []))


def test_every_tie_of_the_files_is_in_the_database():
    """Counted in the files, independently of how the import reads them."""
    structures, poles, calls = records(ACTORS, "structures"), records(POLES, "poles"), records(POLES, "calls")
    cooperations, places = records(POLES, "cooperations"), records(POLES, "shared_places")
    events = records(EVENTS, "events")
    said = {(m["pole"], s["slug"]) for s in structures for m in s["member_of_poles"]}
    bearers = {(pole["slug"], slug) for pole in poles for slug in pole["lead_structure_slugs"]}
    uncalled = [
        p for p in poles if p["recognised_year"] and p["recognised_year"] not in [c["year"] for c in p["calls"]]
    ]
    sessions = [session for event in events for session in event["sessions"]]
    in_files = {
        Membership: sum(len(s["member_of_poles"]) for s in structures) + len(bearers - said),
        Recognition: sum(len(pole["calls"]) for pole in poles) + len(uncalled),
        Participation: sum(len(cooperation["participants"]) for cooperation in cooperations),
        Agreement: sum(cooperation["formalised"] is not None for cooperation in cooperations),
        DegreeAssessment: sum(cooperation["degree"] is not None for cooperation in cooperations),
        CallFigure: sum(len(call["figures"]) for call in calls),
        PlaceFigure: sum(len(place["figures"]) for place in places),
        EventRole: sum(len(event[role]) for event in events for role in ("organisers", "hosts", "supporters")),
        Session: len(sessions),
        Speaker: sum(len(session["speakers"]) for session in sessions),
        Document: sum(len(event["documents"]) for event in events),
        Succession: len(
            {(old, n["slug"]) for n in records(ACTORS, "networks") for old in n["predecessors"]}
            | {(n["slug"], n["successor"]) for n in records(ACTORS, "networks") if n["successor"]}
        ),
    }
    assert {model: model.objects.count() for model in in_files} == in_files


def test_every_list_of_structures_is_kept():
    offers, calls = records(ACTORS, "support_offers"), records(POLES, "calls")
    places, events = records(POLES, "shared_places"), records(EVENTS, "events")
    in_files = {
        SupportOffer.providers.through: sum(len(offer["providers"]) for offer in offers),
        Call.organisers.through: sum(len(call["organiser_slugs"]) for call in calls),
        SharedPlace.managed_by.through: sum(len(place["managed_by"]) for place in places),
        Event.poles.through: sum(len(event["poles"]) for event in events),
        Event.cooperations.through: sum(len(event["cooperations"]) for event in events),
    }
    assert {model: model.objects.count() for model in in_files} == in_files


@pytest.mark.parametrize(
    ("model", "pairs"),
    [
        (Pole, {"started_year": "started", "recognised_year": "recognised"}),
        (Cooperation, {"started": "started", "ended": "ended"}),
        (Call, {"launched": "launched", "deadline": "deadline", "decided": "decided"}),
        (SharedPlace, {"opened": "opened", "closed": "closed"}),
        (Event, {"start": "start", "end": "end"}),
    ],
)
def test_every_date_keeps_the_precision_of_its_source(model, pairs):
    folder, name, _ = FILES[model]
    kept = model.objects.in_bulk(field_name="slug")
    for record in records(folder, name):
        for said, field in pairs.items():
            date = getattr(kept[record["slug"]], field)
            assert (date and date.iso) == (record[said] and str(record[said]))


def test_an_entry_sits_as_finely_as_its_source_says():
    for model in (Structure, Pole, SharedPlace):
        folder, name, _ = FILES[model]
        kept = model.objects.select_related("territory").in_bulk(field_name="slug")
        for record in records(folder, name):
            place = kept[record["slug"]].territory
            codes = (
                (Kind.COMMUNE, record["commune_code"]),
                (Kind.DEPARTMENT, record["department_code"]),
                (Kind.REGION, record["region_code"]),
            )
            finest = next(((kind, code) for kind, code in codes if code), None)
            assert (place and (place.kind, place.code)) == finest


def test_the_grid_has_its_attested_shape_and_says_what_it_is():
    assert (GeneralObjective.objects.count(), Objective.objects.count(), Indicator.objects.count()) == (3, 9, 36)
    assert Degree.objects.count() == 6
    assert all("proposed by this project" in item.origin for item in Indicator.objects.all())


def test_editions_of_the_month_keep_whether_their_year_was_deduced():
    day = Event.objects.get(slug="journee-honfleur")
    assert (day.ess_month.year, day.ess_month_inferred) == (2015, True)
    assert EssMonth.objects.get(year=2024).events.count() > 5


def test_editions_say_what_their_sources_say_and_no_more():
    said = EssMonth.objects.get(year=2024)
    assert (said.opens, said.closes) == (date(2024, 11, 1), date(2024, 11, 30))
    assert said.sources
    assert [row.structure.slug for row in said.organisers.all()] == ["ess-france", "cress-occitanie"]
    unsaid = EssMonth.objects.get(year=2026)
    assert (unsaid.opens, unsaid.closes, unsaid.events.count()) == (None, None, 0)


def test_an_edition_that_a_person_has_told_stays_as_told():
    EssMonth.objects.filter(year=2024).update(text="Écrit ici", closes=None)
    EssMonth.objects.get(year=2024).organisers.all().delete()
    import_records()
    kept = EssMonth.objects.get(year=2024)
    assert (kept.text, kept.closes, kept.organisers.count()) == ("Écrit ici", None, 0)


def test_only_what_names_no_place_stays_unplaced(real_records):
    assert real_records.unresolved == [
        "support_offers.json · fris · territory : « Régions signataires »",
        "support_offers.json · fiso · territory : « Régions volontaires »",
    ]
    assert SupportOffer.objects.get(slug="fris").territory_words == "Régions signataires"


def test_the_same_files_again_change_nothing():
    before = {model: model.history.count() for model in FILES}
    report = import_records()
    assert report.changes == 0
    assert (
        sum(count["sans changement"] for count in report.counts.values())
        == sum(len(records(*where[:2])) for where in FILES.values()) + 1
    )  # and the grid
    assert {model: model.history.count() for model in FILES} == before


def test_what_a_person_has_edited_is_kept_and_named():
    pole = Pole.objects.get(slug="pole-sud-archer")
    pole.summary = "Corrigé par une éditrice."
    pole.import_digest = "comme si le fichier avait changé depuis"
    pole.save()

    report = import_records()

    pole.refresh_from_db()
    assert pole.summary == "Corrigé par une éditrice."
    assert report.kept == ["poles.json · pole-sud-archer, modifiée ou créée par une personne"]


def test_what_a_person_has_deleted_does_not_come_back():
    SharedPlace.objects.get(slug="la-grappe").delete()

    report = import_records()

    assert not SharedPlace.objects.filter(slug="la-grappe").exists()
    assert report.kept == ["shared_places.json · la-grappe, supprimée par une personne"]


def test_a_newer_file_updates_what_no_person_has_touched():
    pole = Pole.objects.get(slug="pole-sud-archer")
    Pole.objects.filter(pk=pole.pk).update(import_digest="celle d'un fichier plus ancien", summary="Ancien texte")
    removed = pole.memberships.first()
    removed.delete()

    report = import_records()

    pole.refresh_from_db()
    assert pole.summary.startswith("Regroupement né en avril 2007")
    assert not pole.memberships.filter(structure=removed.structure).exists()  # a person took it out
    assert report.counts["pôles"]["mises à jour"] == 1
