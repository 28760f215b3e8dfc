"""What happened to a pole and to a cooperation, in order."""

from ptce_hub.directory.dates import PartialDate
from ptce_hub.directory.timeline import Moment, joined, of_each, timeline

BEFORE, BIRTH, JOIN, AFTER, END = range(5)  # of the same date, in this order


def pole_timeline(pole):
    recognitions = list(pole.recognitions.all())
    places = pole.places.all()
    moments = [
        *of_each(pole.cooperations.all(), lambda row: row.started, "Début de la coopération", rank=BEFORE),
        Moment(pole.started, "Le pôle commence à coopérer", rank=BIRTH),
        *map(recognised, recognitions),
        *joined(pole.memberships.all(), lambda row: row.structure.name, "le pôle", rank=JOIN),
        *of_each(places, lambda row: row.opened, "Ouverture du lieu", rank=AFTER),
        *of_events(pole),
        *of_each(places, lambda row: row.closed, "Fermeture du lieu", rank=END),
        Moment(pole.ended, "Le pôle prend fin", rank=END),
    ]
    if pole.recognised and pole.recognised.year not in {recognition.year for recognition in recognitions}:
        moments.append(Moment(pole.recognised, "Le pôle est reconnu", rank=AFTER))
    return timeline(moments)


def of_events(entry):
    """Those that it was born of, then the others that concern it; none is told twice."""
    origins = list(entry.born_of_events.all())
    others = [event for event in entry.events.all() if event not in origins]
    return [
        *of_each(origins, lambda row: row.start, "Événement qui y a donné lieu :", rank=BIRTH),
        *of_each(others, lambda row: row.start, "Événement :", rank=AFTER),
    ]


def recognised(recognition):
    result = f" ({recognition.result})" if recognition.result else ""
    by = f", par {recognition.recognised_by}" if recognition.recognised_by else ""
    words = f"Reconnaissance{result}{by}{' :' if recognition.call else ''}"
    return Moment(recognition.year and PartialDate(recognition.year), words, recognition.call, rank=AFTER)


def cooperation_timeline(cooperation):
    agreements = cooperation.agreements.all()
    moments = [
        Moment(cooperation.started, "La coopération commence", rank=BIRTH),
        *(Moment(row.signed, f"Accord : {row.instrument}", rank=AFTER) for row in agreements),
        *joined(cooperation.participations.all(), str, "la coopération", rank=JOIN),
        *of_events(cooperation),
        Moment(cooperation.ended, "La coopération prend fin", rank=END),
    ]
    if cooperation.formalised not in {row.signed for row in agreements}:
        moments.append(Moment(cooperation.formalised, "La coopération est formalisée", rank=AFTER))
    return timeline(moments)
