"""The ways people write when an event takes place, and what is refused of them, with its mend."""

import contextlib
import datetime
import time

import pytest

from events.entering import pasting
from events.entering.moments import MomentError, read_moments

TODAY = datetime.date(2026, 10, 1)
ONE = ["2026-11-14"]
MORNING = ["2026-11-14 9:00-12:30"]
AFTERNOON = ["2026-11-14 14:00-16:00"]
THREE_DAYS = ["2026-11-03/2026-11-05"]
TWICE = ["2026-11-03", "2026-11-10"]

WAYS = [
    ("14/11/2026", ONE),
    ("14/11/26", ONE),
    ("14/11", ONE),
    ("14.11.2026", ONE),
    ("14-11-2026", ONE),
    ("2026-11-14", ONE),
    ("2026-11-14 00:00:00", ONE),
    ("14 novembre", ONE),
    ("14 novembre 2026", ONE),
    ("14 nov. 2026", ONE),
    ("14 NOVEMBRE", ONE),
    ("le 14 novembre", ONE),
    ("samedi 14 novembre", ONE),
    ("Samedi 14 novembre 2026", ONE),
    ("sam. 14 nov.", ONE),
    ("sam 14 nov", ONE),
    ("samedi, le 14 novembre", ONE),
    ("samedi 14/11", ONE),
    ("sam. 14/11/26", ONE),
    ("dimanche 1er novembre", ["2026-11-01"]),
    ("1er nov.", ["2026-11-01"]),
    ("samedi\u00a014\u202fnovembre", ONE),
    ("14 novembre, toute la journée", ONE),
    ("samedi 14 novembre (journée entière)", ONE),
    ("sam. 14 nov. de 9h à 12h30", MORNING),
    ("sam. 14 nov. 9h-12h30", MORNING),
    ("sam. 14 nov. 9h - 12h30", MORNING),
    ("sam. 14 nov. 9h00 – 12h30", MORNING),
    ("sam. 14 nov. 9 h – 12 h 30", MORNING),
    ("14/11/2026 9:00-12:30", MORNING),
    ("14/11/2026 09:00:00 - 12:30:00", MORNING),
    ("14/11/2026, de 9 heures à 12 heures 30", MORNING),
    ("de 9h à 12h30, samedi 14 novembre", MORNING),
    ("samedi 14 novembre : 9h → 12h30", MORNING),
    ("samedi 14 novembre entre 9h et 12h30", MORNING),
    ("samedi 14 novembre 2026, 14h-16h", AFTERNOON),
    ("samedi 14 novembre 2026, 14-16h", AFTERNOON),
    ("samedi 14 novembre 2026, de 14 à 16h", AFTERNOON),
    ("samedi 14 novembre 2026, 14h-16", AFTERNOON),
    ("14 novembre 14h à 16h", AFTERNOON),
    ("14 nov 14H00/16H00", AFTERNOON),
    ("14 novembre à 18h", ["2026-11-14 18:00"]),
    ("14 novembre à partir de 18h30", ["2026-11-14 18:30"]),
    ("14 novembre, dès 18 h 30", ["2026-11-14 18:30"]),
    ("14 novembre vers 18h", ["2026-11-14 18:00"]),
    ("2026-11-14T18:00", ["2026-11-14 18:00"]),
    ("14 novembre, 18h30 min", ["2026-11-14 18:30"]),
    ("14 novembre de 10h à midi", ["2026-11-14 10:00-12:00"]),
    ("14 novembre de 20h à minuit", ["2026-11-14 20:00-23:59"]),
    ("14 novembre de 20h à 24h", ["2026-11-14 20:00-23:59"]),
    ("14 novembre 9h-12h et 14h-17h", ["2026-11-14 9:00-17:00 9 h – 12 h et 14 h – 17 h"]),
    ("14 novembre à 15h et 17h", ["2026-11-14 15:00", "2026-11-14 17:00"]),
    ("14 novembre, matin", ["2026-11-14 matin"]),
    ("samedi 14 novembre après-midi", ["2026-11-14 apres-midi"]),
    ("du 3 au 5 novembre", THREE_DAYS),
    ("du mardi 3 au jeudi 5 novembre 2026", THREE_DAYS),
    ("3-5 novembre", THREE_DAYS),
    ("3 – 5 nov. 2026", THREE_DAYS),
    ("du 03/11 au 05/11", THREE_DAYS),
    ("03/11/2026 - 05/11/2026", THREE_DAYS),
    ("du 3 novembre jusqu'au 5 novembre", THREE_DAYS),
    ("du 3 au 5 novembre de 9h à 17h", ["2026-11-03/2026-11-05 9:00-17:00"]),
    ("du 30 novembre au 2 décembre", ["2026-11-30/2026-12-02"]),
    ("du 28 décembre au 3 janvier 2027", ["2026-12-28/2027-01-03"]),
    ("du 28 décembre au 3 janvier", ["2026-12-28/2027-01-03"]),
    ("du 14 novembre 20h au 15 novembre 1h", ["2026-11-14/2026-11-15 20:00-1:00"]),
    ("14 nov. 9h - 15 nov. 18h", ["2026-11-14/2026-11-15 9:00-18:00"]),
    ("le 3 et le 10 novembre", TWICE),
    ("les 3 et 10 novembre", TWICE),
    ("3, 10 novembre 2026", TWICE),
    ("3/11 et 10/11", TWICE),
    ("mardi 3 novembre + mardi 10 novembre", TWICE),
    ("les 3 et 10 novembre de 14h à 16h", ["2026-11-03 14:00-16:00", "2026-11-10 14:00-16:00"]),
    ("le 3 novembre à 14h et le 10 novembre à 18h", ["2026-11-03 14:00", "2026-11-10 18:00"]),
    ("14h le 3 novembre, 18h le 10 novembre", ["2026-11-03 14:00", "2026-11-10 18:00"]),
    ("3, 10 et 17 novembre", [*TWICE, "2026-11-17"]),
    ("3 décembre 2026 et 7 janvier 2027", ["2026-12-03", "2027-01-07"]),
    ("12 mars", ["2027-03-12"]),
    ("14 novembre samedi 14 novembre", ONE),
]

REFUSED = [
    ("", "la date est vide"),
    ("de 9h à 12h", "il manque la date"),
    ("30 février", "le 30 février 2027 n'existe pas"),
    ("31/11/2026", "le 31 novembre 2026 n'existe pas"),
    ("14/13/2026", "le mois 13 n'existe pas"),
    ("0 novembre", "n'existe pas"),
    ("dimanche 14 novembre 2026", "le 14 novembre 2026 est un samedi, non un dimanche"),
    ("14 novembre de 18h à 16h", "finirait (16 h) avant de commencer (18 h)"),
    ("du 5 au 3 novembre", "finirait (mardi 3 novembre 2026) avant de commencer"),
    ("14 novembre 25h", "une heure va de 0 à 23 h 59"),
    ("14 novembre 9h75", "les minutes vont de 0 à 59"),
    ("14 novembre 99:99", "une heure va de 0"),
    ("du 1er novembre au 20 décembre 2026", "50 jours"),
    ("le 14", "il manque le mois"),
    ("novembre 2026", "il manque le jour"),
    ("tous les mardis de novembre", "écrivez chaque date"),
    ("14 novembre 2206", "corrigez l'année"),
    ("14 novembre jusqu'à 18h", "il manque l'heure de début"),
    ("bientôt", "« bientot » n'est pas compris"),
    ("<b>14 novembre</b>", "n'est pas compris"),
    ("14 novembre 🎉", "n'est pas compris"),
    ("3 novembre " * 200, "200 signes"),
    ("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21 novembre", "plus de 20 dates"),
]


def written(moment):
    days = f"{moment.start}/{moment.end}" if moment.end else f"{moment.start}"
    hours = "-".join(f"{time.hour}:{time:%M}" for time in (moment.start_time, moment.end_time) if time)
    return " ".join(filter(None, (days, hours, moment.words)))


@pytest.mark.parametrize(("text", "said"), WAYS)
def test_a_moment_is_read_however_it_is_written(text, said):
    assert [written(moment) for moment in read_moments(text, today=TODAY)] == said


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_no_moment_can_be_is_refused_with_its_reason(text, why):
    with pytest.raises(MomentError) as refusal:
        read_moments(text, today=TODAY)
    assert why in str(refusal.value)


def test_a_missing_year_is_the_editions_else_the_nearest_to_come():
    assert read_moments("14 novembre", year=2024, today=TODAY)[0].start.year == 2024
    assert read_moments("14 novembre", today=datetime.date(2026, 11, 15))[0].start.year == 2027
    assert read_moments("du 12 au 16 novembre", today=datetime.date(2026, 11, 15))[0].start.year == 2026
    assert [each.start.year for each in read_moments("28 décembre et 3 janvier", year=2026)] == [2026, 2027]


def test_a_weekday_must_agree_with_the_year_that_is_deduced():
    with pytest.raises(MomentError, match="est un dimanche, non un samedi"):
        read_moments("samedi 14 novembre", year=2027, today=TODAY)


def test_a_day_just_past_is_of_this_year_when_its_weekday_says_so():
    later = datetime.date(2026, 11, 22)
    assert [written(each) for each in read_moments("samedi 14 novembre", today=later)] == ONE
    assert read_moments("14 novembre", today=later)[0].start.year == 2027
    with pytest.raises(MomentError, match="est un dimanche, non un vendredi"):
        read_moments("vendredi 14 novembre", today=later)


def test_control_characters_between_words_are_spaces():
    assert [written(each) for each in read_moments("14\x00 nov\x0bembre".replace("v\x0be", "ve"), today=TODAY)] == ONE


def test_what_is_understood_is_said_in_french():
    said = [str(each) for each in read_moments("du 3 au 5 nov. 9h-17h et 14 nov. à 18h30", today=TODAY)]
    assert said == [
        "du mardi 3 novembre 2026 au jeudi 5 novembre 2026, de 9 h à 17 h",
        "samedi 14 novembre 2026 à 18 h 30",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "when",
    [
        "10 décembre 2026 à 25h",
        "10/12/2026 14h75",
        "10/12/2026 18h-16h",
        "du 1er décembre 2026 au 19 janvier 2027",
        "14 nov 2026 - 2 mars 2026",
        "dimanche 14 nov. 2026 de 9h à 12h",
        "31/04/2026",
    ],
)
def test_a_moment_that_cannot_be_is_never_taken_for_a_title(when):
    [(_, texts)] = pasting.read_pasted(f"{when} : Bal 2 pistes (Nocé)").lines
    assert (texts["when"], texts["title"]) == (when, "Bal 2 pistes")
    with pytest.raises(MomentError):
        read_moments(texts["when"], today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "14/11 " + " " * 19_000 + "x",
        "a, " * 6_000,
        "14 nov - " * 2_000,
        "\n \t" * 60_000,
        "14/11 : Bal (Nocé)\n" * 5_000,
    ],
)
def test_a_long_hostile_paste_is_answered_at_once(text):
    begun = time.perf_counter()
    with contextlib.suppress(pasting.Unreadable):
        pasting.read_pasted(text)
    assert time.perf_counter() - begun < 10
