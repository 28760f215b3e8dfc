"""What happened to a pole and to a cooperation, in order."""

from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.timeline.story import Moment, joined_and_left, of_each, timeline

BEFORE, BIRTH, JOIN, AFTER, END = range(5)  # of the same date, in this order
COOPERATES, RECOGNISED, MEMBERS, PLACES, EVENTS = "coopère", "reconnu", "membres", "lieux", "événements"


def pole_timeline(pole, between=()):
    """``between`` are the cooperations that its members had together before it."""
    recognitions = list(pole.recognitions.all())
    places = pole.places.all()
    own = list(pole.cooperations.all())
    moments = [
        *of_each(between, lambda row: row.started, "Des membres coopèrent déjà :", rank=BEFORE, lane=COOPERATES),
        *(Moment(row.started, began(pole, row), row, BEFORE, COOPERATES) for row in own),
        *of_each(own, lambda row: row.ended, "Fin de la coopération", rank=END, lane=COOPERATES),
        Moment(pole.started, "Le pôle commence à coopérer", None, BIRTH, COOPERATES),
        *map(recognised, recognitions),
        *joined_and_left(pole.memberships.all(), lambda row: row.structure.name, "le pôle", JOIN, MEMBERS),
        *of_each(places, lambda row: row.opened, "Ouverture du lieu", rank=AFTER, lane=PLACES),
        *of_events(pole),
        *of_each(places, lambda row: row.closed, "Fermeture du lieu", rank=END, lane=PLACES),
        Moment(pole.ended, "Le pôle prend fin", None, END, COOPERATES),
    ]
    if pole.recognised and pole.recognised.year not in {recognition.year for recognition in recognitions}:
        moments.append(Moment(pole.recognised, "Le pôle est reconnu", None, AFTER, RECOGNISED))
    return timeline(moments, before=time_before(pole))


def began(pole, cooperation):
    return "Coopération d’avant le pôle :" if pole.comes_after(cooperation.started) else "Début de la coopération"


def time_before(pole):
    """The years that it cooperated before it was recognised, to be shown as a time."""
    years = pole.years_before_recognition
    if not years or years < 1:
        return None
    return pole.cooperates_since, pole.recognised, f"{years} an{'s' if years > 1 else ''} avant d’être reconnu"


def of_events(entry):
    """Those that it was born of, then the others that concern it; none is told twice."""
    origins = list(entry.born_of_events.all())
    others = [event for event in entry.events.all() if event not in origins]
    return [
        *of_each(origins, lambda row: row.start, "Événement qui y a donné lieu :", rank=BIRTH, lane=EVENTS),
        *of_each(others, lambda row: row.start, "Événement :", rank=AFTER, lane=EVENTS),
    ]


def recognised(recognition):
    result = f" ({recognition.result})" if recognition.result else ""
    by = f", par {recognition.recognised_by}" if recognition.recognised_by else ""
    words = f"Reconnaissance{result}{by}{' :' if recognition.call else ''}"
    year = recognition.year and PartialDate(recognition.year)
    return Moment(year, words, recognition.call, rank=AFTER, lane=RECOGNISED)


def cooperation_timeline(cooperation):
    agreements = cooperation.agreements.all()
    moments = [
        Moment(cooperation.started, "La coopération commence", None, BIRTH, COOPERATES),
        *(Moment(row.signed, f"Accord : {row.instrument}", None, AFTER, "accords") for row in agreements),
        *joined_and_left(cooperation.participations.all(), str, "la coopération", JOIN, "participants"),
        *of_events(cooperation),
        Moment(cooperation.ended, "La coopération prend fin", None, END, COOPERATES),
    ]
    if cooperation.formalised not in {row.signed for row in agreements}:
        moments.append(Moment(cooperation.formalised, "La coopération est formalisée", None, AFTER, "accords"))
    return timeline(moments)
