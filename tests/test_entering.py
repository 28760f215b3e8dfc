"""A programme pasted or uploaded in the admin: read, reviewed, written once, for who may and where they may."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from events.entering import checking, pasting
from events.models import Event, Series
from ptce_hub.accounts.models import Role
from ptce_hub.directory.models import Status
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db
ENTERING = "/admin/events/event/coller/"
SOURCE = "Ville d'essai, programme de novembre 2026 (essai)"
HEADINGS = "Date\tHoraires\tTitre\tLieu\tOrganisateur\tTarif"
#: A town's November programme, made up for these tests: line 1 is the headings, 5, 13 and 22 are wrong, 9 and 27
#: are there already in other words.
PROGRAMME = """Date\tHoraires\tTitre\tLieu\tOrganisateur\tTarif
dim. 1er nov.\ttoute la journée\tPortes ouvertes de la ressourcerie\tRue de Domfront\tRessourcerie d'essai\tgratuit
02/11/2026\t9h-12h30\tPetit déjeuner des associations\tForum\tMaison des associations d'essai\t
mardi 3 novembre\t18 h 30\tCiné-débat : travailler autrement\tCinéma Les 4 Viking\t\t5 €
30 février\t14h\tAtelier couture partagée\tCentre social\t\tgratuit
mercredi 4 novembre 2026\tde 14h à 17h\tAtelier de réparation de vélos\tHalle\tAtelier vélo d'essai\tprix libre
5/11\t10h – 12h\tVisite de la légumerie solidaire\tZone des Sources\t\tgratuit
05/11/26\t20h\tConférence : l'eau, un bien commun\tMédiathèque\t\t
vendredi 6 nov\t17h-19h\tForum de l'économie sociale et solidaire\tForum\tVille d'essai\tgratuit
du 6 au 8 novembre\t10h-18h\tExposition « Nos coopératives »\tHôtel de ville\t\tgratuit
sam. 7 nov.\t9 h à 13 h\tMarché des producteurs en circuit court\tPlace Saint-Germain\t\t
dimanche 8 novembre\t15h\tBal solidaire\tSalle des fêtes\t\t3 €
dimanche 9 novembre 2026\t10h\tRandonnée des jardins partagés\tParc du château\t\tgratuit
lundi 9 novembre\t18h-20h\tDevenir bénévole\tCentre social\t\t
10 novembre\t12h-14h\tDéjeuner des entrepreneuses\tTiers-lieu\t\t12 €
11/11/2026\ttoute la journée\tBraderie de la ressourcerie\tRue de Domfront\t\t
12 nov. 2026\t9h30-11h\tCafé des parents\tMaison de quartier\t\tgratuit
jeudi 12 novembre\t18h\tHabiter autrement\tMédiathèque\t\t
13/11\t14h-16h30\tInitiation au logiciel libre\tEspace numérique\t\tgratuit
vendredi 13 novembre\tà partir de 19h\tSoirée jeux coopératifs\tLudothèque\t\t
sam. 14 nov.\tde 9h à 12h30\tRencontre des monnaies locales\tForum\t\t
14/11/2026\t18h-16h\tConcert de la fanfare\tKiosque\t\tgratuit
16 novembre\t9h-17h\tFormation à la gouvernance partagée\tTiers-lieu\t\t
17 novembre\t14 h\tVisite de l'entreprise d'insertion\tZone industrielle\t\t
mercredi 18 nov.\t14h-17h\tGoûter zéro déchet\tMaison de quartier\t\tgratuit
19/11/2026\t18h30-20h30\tTable ronde : la mobilité en bocage\tHôtel de ville\t\t
samedi 21 novembre\t10h-18h\tSalon du réemploi\tParc des expositions\t\t2 €
22 novembre\t10h\tBalade à vélo\tGare\t\tgratuit
24 nov\t17h\tClub des employeurs\tTiers-lieu\t\t
26 novembre 2026\t18h\tProjection du film des habitants\tCinéma\t\tgratuit
28/11/2026\t11h\tClôture du mois\tForum\t\tgratuit"""


@pytest.fixture
def town():
    return Territory.objects.get(kind=Kind.COMMUNE, code="61169")


@pytest.fixture
def november():
    return make.EssMonthFactory(year=2026)


def paste(client, text, commune="Flers 61100", edition="", **said):
    return client.post(ENTERING, {"text": text, "source": SOURCE, "commune": commune, "edition": edition, **said})


def sent_back(response, act, **changes):
    """What a browser sends of a review, with ``changes`` by name of field."""
    review = response.context["review"]
    data = {name: review[name].value() or "" for name in ("source", "edition")}
    data |= {"act": act, "status": review["status"].value(), "ligne": []}
    for line, form, _ in response.context["rows"]:
        data["ligne"].append(line.number)
        data |= {bound.html_name: bound.value() or "" for bound in form}
    return {name: getattr(value, "pk", value) for name, value in data.items()} | changes


def apply(client, response, **changes):
    return client.post(ENTERING, sent_back(response, "apply", **changes))


def outcomes(response):
    return [line.outcome for line, _, _ in response.context["rows"]]


def problems(response):
    return {line.number: line.problems for line, _, _ in response.context["rows"] if line.problems}


def test_a_towns_month_is_entered_in_one_review_and_pasted_again_adds_nothing(editing, town, november):
    make.StructureFactory(name="Ressourcerie d'essai", published=True)
    known = {"territory": town, "published": True}
    forum = make.EventFactory(name="Forum économie sociale et solidaire", start="2026-11-06", **known)
    fair = make.EventFactory(name="Le salon du réemploi à Flers", start="2026-11-21", **known)
    make.EventFactory(name="Salon du réemploi", start="2026-10-21", **known)

    review = paste(editing, PROGRAMME, edition=november.pk)
    found = review.context["found"]
    assert found == {checking.NEW: 25, checking.WRONG: 3, checking.SUSPECT: 2}
    said = problems(review)
    assert said.keys() == {5, 13, 22}
    assert "le 30 février 2026 n'existe pas" in said[5][0][1]
    assert "le 9 novembre 2026 est un lundi, non un dimanche" in said[13][0][1]
    assert "finirait (16 h) avant de commencer (18 h)" in said[22][0][1]
    suspects = {line.number: [event for event, _ in line.suspects] for line, _, _ in review.context["rows"]}
    assert (suspects[9], suspects[27]) == ([forum], [fair])
    assert Event.objects.count() == 3

    left = apply(editing, review)
    assert Event.objects.count() == 28
    assert sorted(outcomes(left)) == [checking.SUSPECT] * 2 + [checking.WRONG] * 3
    opened = Event.objects.get(name="Portes ouvertes de la ressourcerie")
    assert (opened.territory, opened.ess_month, opened.is_free, opened.start_time) == (town, november, True, None)
    assert (opened.status, opened.sources) == (Status.PUBLISHED, [SOURCE])
    assert [str(role.structure) for role in opened.roles.all()] == ["Ressourcerie d'essai"]
    assert opened.history.first().history_change_reason == f"Programme collé : {SOURCE}"
    breakfast = Event.objects.get(name="Petit déjeuner des associations")
    assert breakfast.notes == "Organisateur : Maison des associations d'essai."

    again = paste(editing, PROGRAMME, edition=november.pk)
    assert again.context["found"] == {checking.ALREADY: 25, checking.WRONG: 3, checking.SUSPECT: 2}
    merged = {"ligne-9-decision": f"merge:{forum.pk}", "ligne-27-decision": f"merge:{fair.pk}"}
    apply(editing, again, **merged)
    assert Event.objects.count() == 28
    forum.refresh_from_db()
    assert forum.alternative_names == ["Forum de l'économie sociale et solidaire"]
    assert (forum.venue, f"{forum.start_time:%H:%M}") == ("Forum", "17:00")
    assert paste(editing, PROGRAMME, edition=november.pk).context["found"] == {checking.ALREADY: 27, checking.WRONG: 3}


def test_a_line_is_corrected_in_place_and_the_whole_is_then_written(editing):
    review = paste(editing, f"{HEADINGS}\n30 février\t14h\tAtelier\tSalle\t\t\n14/11/2026\t9h\tAutre\tSalle\t\t")
    mended = {"ligne-2-when": "28 février 2027, 14h"}
    checked = editing.post(ENTERING, sent_back(review, "check", **mended))
    assert (outcomes(checked), Event.objects.count()) == ([checking.NEW, checking.NEW], 0)

    assert apply(editing, checked).status_code == 302
    assert set(Event.objects.values_list("name", flat=True)) == {"Atelier", "Autre"}
    assert Event.objects.get(name="Atelier").start.iso == "2027-02-28"


def test_the_same_click_twice_writes_once(editing):
    sent = sent_back(paste(editing, f"{HEADINGS}\n14/11/2026\t9h\tAtelier\tSalle\t\t"), "apply")
    editing.post(ENTERING, sent)
    editing.post(ENTERING, sent)
    assert Event.objects.count() == 1


def test_two_dates_make_a_series(editing):
    apply(editing, paste(editing, f"{HEADINGS}\nle 3 et le 10 novembre 2026\t14h-16h\tAtelier\tSalle\t\t"))
    [series] = Series.objects.all()
    assert [event.start.iso for event in series.events.order_by("start")] == ["2026-11-03", "2026-11-10"]


def test_homonyms_are_chosen_among(editing):
    review = paste(editing, "Titre\tDate\tCommune\nFête\t14/11/2026\tSaint-Denis\nBal\t14/11/2026\tFlerss", commune="")
    said = problems(review)
    assert "choisissez la bonne" in said[2][0][1]
    assert "n'est le nom d'aucune commune" in said[3][0][1]
    choices = dict(review.context["rows"][0][0].choices["commune"])
    reunion = next(ref for ref, name in choices.items() if name == "Saint-Denis (974)")
    apply(editing, review, **{"ligne-2-commune-choice": reunion})
    assert Event.objects.get().territory.code == "97411"


def test_a_structure_that_may_be_meant_is_chosen_or_kept_in_words(editing, town):
    known = make.StructureFactory(name="Maison de l'économie solidaire", territory=town, published=True)
    text = f"{HEADINGS}\n14/11/2026\t9h\tUn\tSalle\tMaison de l'économie solidère\t\n" \
           "15/11/2026\t9h\tDeux\tSalle\tMaison de l'économie solidère\t"  # fmt: skip
    review = paste(editing, text)
    apply(editing, review, **{"ligne-2-organiser-choice": f"{known.pk}"})
    one, two = Event.objects.order_by("start")
    assert [role.structure for role in one.roles.all()] == [known]
    assert (two.roles.count(), two.notes) == (0, "Organisateur : Maison de l'économie solidère.")


@pytest.mark.parametrize(
    ("text", "title", "when", "venue"),
    [
        ("Sam. 14 nov. 2026 14h-16h : Atelier vélo (Flers, Maison du vélo), gratuit", "Atelier vélo",
         "Sam. 14 nov. 2026 14h-16h", "Maison du vélo"),
        ("Titre;Date;Lieu\nAtelier vélo;14/11/2026;Halle", "Atelier vélo", "14/11/2026", "Halle"),
        ("| Titre | Date | Lieu |\n|---|---|---|\n| Atelier vélo | 14/11/2026 | Halle |", "Atelier vélo",
         "14/11/2026", "Halle"),
        ("14/11/2026\t9h-12h\tAtelier vélo\tHalle\n15/11/2026\t9h\tBal\tSalle", "Atelier vélo",
         "14/11/2026, 9h-12h", "Halle"),
        ("Samedi 14 novembre\nAtelier vélo\nHalle\n\nDimanche 15 novembre\nBal\nSalle", "Atelier vélo",
         "Samedi 14 novembre", "Halle"),
    ],
    ids=["sentence", "semicolons", "pipes", "no headings", "blocks of a mail"],
)  # fmt: skip
def test_columns_are_known_by_their_titles_or_by_what_they_hold(text, title, when, venue):
    _, texts = pasting.read_pasted(text).lines[0]
    assert (texts["title"], texts["when"], texts["venue"]) == (title, when, venue)


def test_a_workbook_is_read_like_what_is_pasted(editing):
    book, content = Workbook(), io.BytesIO()
    for row in (["Titre", "Date", "Ville"], ["Atelier", "14/11/2026", "Flers 61100"]):
        book.active.append(row)
    book.save(content)
    file = SimpleUploadedFile("programme.xlsx", content.getvalue())
    review = editing.post(ENTERING, {"file": file, "source": SOURCE})
    assert outcomes(review) == [checking.NEW]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"text": ""}, "Collez un programme, ou choisissez un fichier."),
        ({"text": "Atelier", "source": ""}, "Dites d&#x27;où vient ce programme."),
        ({"text": "Atelier", "commune": "Nullepart"}, "Aucune commune n&#x27;a ce nom"),
        ({"text": "Atelier 14/11\n" * 81}, "81 lignes, et 80 au plus"),
        ({"text": "a" * 20_001}, "La ligne 1 est démesurée"),
        ({"text": "a" * 200_001}, "Ce texte est trop long"),
        ({"file": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0abc")}, "Un fichier .xls ne se lit pas ici"),
        ({"file": SimpleUploadedFile("a.csv", b"<html><p>x")}, "est une page web, non un tableau"),
        ({"act": "apply"}, "Ce programme n&#x27;est pas arrivé entier"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(editing, said, why):
    response = paste(editing, **{"text": "", **said})
    assert response.status_code == 400
    assert why in response.content.decode()


def test_hostile_texts_are_shown_as_they_are_and_harm_nothing(editing):
    text = f"{HEADINGS}\n14/11/2026\t9h\t<script>alert(1)</script> \x07🎉\tSalle\t\t=2+2\n" \
           f"14/11/2026\t9h\t{'x' * 300}\tSalle\t\t"  # fmt: skip
    review = paste(editing, text)
    assert "<script>alert" not in review.content.decode()
    assert {number: [name for name, _ in said] for number, said in problems(review).items()} == {
        2: ["price"], 3: ["title"],
    }  # fmt: skip
    apply(editing, review, **{"ligne-2-price": ""})
    assert Event.objects.get().name == "<script>alert(1)</script> 🎉"


def test_an_editor_proposes_and_only_at_home(client, town):
    region = town.region
    client.force_login(make.UserFactory(role=Role.EDITOR, territories=[region]))
    review = paste(client, "Titre\tDate\tCommune\nIci\t14/11/2026\tFlers 61100\nLoin\t14/11/2026\tLyon\n"
                           "Nulle part\t14/11/2026\ten ligne", commune="")  # fmt: skip
    assert outcomes(review) == [checking.NEW, checking.WRONG, checking.WRONG]
    assert "n'est pas dans vos territoires" in problems(review)[3][0][1]
    apply(client, review, status="published")
    apply(client, review)
    assert list(Event.objects.values_list("name", "status")) == [("Ici", Status.PROPOSED)]


def test_whoever_has_no_role_sees_nothing_of_it(client):
    assert client.get(ENTERING).status_code == 302
    client.force_login(make.UserFactory())
    assert client.get(ENTERING).status_code in (302, 403)


def test_one_who_may_not_change_the_twin_does_not_complete_it(client, town):
    lyon = Territory.objects.get(kind=Kind.COMMUNE, code="69123")
    twin = make.EventFactory(name="Marché de Noël solidaire", start="2026-11-14", territory=lyon)
    client.force_login(make.UserFactory(role=Role.EDITOR, territories=[town.region]))
    review = paste(client, f"{HEADINGS}\n14/11/2026\t\tMarché de Noël solidaire d'ici\tHalle\t\t")
    for sent in (f"merge:{twin.pk}", "merge:999999"):
        apply(client, review, **{"ligne-2-decision": sent})
    twin.refresh_from_db()
    assert twin.venue == ""


def test_the_list_of_events_leads_there(editing):
    assert re.search(rf'href="{ENTERING}">Coller un programme', editing.get("/admin/events/event/").content.decode())


def test_as_many_queries_to_read_many_lines_of_unknown_organisers_as_few(editing):
    make.StructureFactory(name="École du bocage", territory=Territory.objects.get(kind=Kind.COMMUNE, code="61169"))
    counts = []
    for days in (3, 28):
        lines = "\n".join(f"{day}/11/2026\t9h\tAtelier {day}\tSalle\tÉcole {day}\t" for day in range(1, days + 1))
        with CaptureQueriesContext(connection) as asked:
            paste(editing, f"{HEADINGS}\n{lines}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_two_lines_that_say_the_same_make_one_event(editing):
    line = "14/11/2026\t9h\tAtelier\tSalle\t\t"
    review = paste(editing, f"{HEADINGS}\n{line}\n{line}")
    assert outcomes(review) == [checking.NEW, checking.ALREADY]
    assert review.context["rows"][1][0].notes == ["Déjà dit à la ligne 2."]
