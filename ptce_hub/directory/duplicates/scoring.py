"""How likely two records are one body, and why, in the words that an editor reads.

Points out of a hundred, proposed by this project: a name alone makes a suspect, and so does a Siret; a place far away,
another Siren, other figures in the name or another date speak against.
"""

from typing import NamedTuple

from rapidfuzz import fuzz

from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.territories.distances import distance_km

SUSPECT = 50  # points from which two records are worth an editor's look
SPELLED_ALIKE = 70  # the same of what is left of two names once their common words are taken away
NEAR = 86  # of a hundred: rapidfuzz's likeness below which two names are two names
SHORT = 5  # letters: a sigle that differs by one is another
SAME, SAME_ACRONYM, WITHIN = 55, 30, 28  # points of names that are the same, of sigles only, one within the other
NEXT_DOOR_KM, NEARBY_KM, FAR_KM = 1, 20, 60


class Likeness(NamedTuple):
    score: int
    reasons: list


def compare(one, other, grounds):
    """The ``Likeness`` of two ``Facts``; the score is 0 to 100."""
    said = [by_identifiers(one.identifiers, other.identifiers), by_names(one.names, other.names)]
    if sum(points for points, _ in said) > 0:
        said += [by_place(one, other, grounds), by_date(one.date, other.date)]
    score = max(0, min(100, sum(points for points, _ in said)))
    return Likeness(score, [reason for _, reason in said if reason])


def by_identifiers(one, other):
    """Branches share a Siren: it says little when both Siret are known and differ."""
    both = one.keys() & other.keys()
    same = {name for name in both if one[name] == other[name]}
    if "siret" in same:
        return 70, f"Même Siret : {one['siret']}."
    if "rna" in same:
        return 60, f"Même numéro RNA : {one['rna']}."
    if "siren" in same and "siret" in both:
        return 15, f"Même Siren ({one['siren']}), mais deux établissements : les Siret diffèrent."
    if "siren" in same:
        return 40, f"Même Siren : {one['siren']} (des établissements le partagent)."
    if "siren" in both or "rna" in both:
        return -30, "Mais des numéros Siren ou RNA différents."
    return 0, ""


def by_names(names, others):
    """The best that any name of the one, former or other, tells of any name of the other."""
    best = 0, ""
    for name in names:
        for other in others:
            points = likeness_of(name, other)
            if points > best[0]:
                best = points, said_of(name, other, points, names[0] is name and others[0] is other)
    return best


def likeness_of(name, other):
    """0 to ``SAME`` points."""
    if name.ordered == other.ordered or name.key.replace(" ", "") == other.key.replace(" ", ""):
        return SAME_ACRONYM if name.is_acronym and other.is_acronym else SAME
    if name.numbers != other.numbers and (name.numbers and other.numbers):
        return 0
    if min(len(name.key), len(other.key)) <= SHORT:
        return 0
    close = max(
        fuzz.ratio(name.key, other.key, score_cutoff=NEAR),
        fuzz.ratio(name.ordered, other.ordered, score_cutoff=NEAR),
    )
    if close and differ_by_letters(name.words, other.words):
        return round(SAME - 1.5 * (100 - close))
    shorter, longer = sorted((set(name.words), set(other.words)), key=len)
    return WITHIN if len(shorter) > 1 and shorter < longer and sum(map(len, shorter)) >= 8 else 0


def differ_by_letters(words, others):
    """Not by a whole word: « Région Bretagne » is not « CRESS Bretagne »."""
    left = "".join(word for word in words if word not in others)
    right = "".join(word for word in others if word not in words)
    return fuzz.ratio(left, right) >= SPELLED_ALIKE


def said_of(name, other, points, both_current):
    pair = f"« {name.written} » et « {other.written} »"
    if points == SAME_ACRONYM:
        return f"Même sigle : {name.written}."
    kind = "Noms" if both_current else "Noms (autre nom, sigle ou ancien nom compris)"
    if points == WITHIN:
        return f"{kind} dont l'un contient l'autre : {pair}."
    return f"{kind} {'pareils' if points == SAME else 'presque pareils'} : {pair}."


def by_place(one, other, grounds):
    place, place_of_other = one.territory, other.territory
    apart = distance_km(one.point, other.point) if one.point and other.point else None
    if apart is not None and apart <= NEXT_DOOR_KM and (place is None or place != place_of_other):
        return 25, "À moins d'un kilomètre l'une de l'autre."
    if place and place_of_other:
        if place == place_of_other:
            return 25, f"Même territoire : {place.name}."
        if nested := grounds.nested(place, place_of_other):
            return 15, f"Le territoire de l'une, {nested[0].name}, est dans celui de l'autre, {nested[1].name}."
        if apart is None:
            return -15, f"Mais des territoires différents : {place.name} et {place_of_other.name}."
    if apart is None:
        return 0, ""
    if apart <= NEARBY_KM:
        return 15, f"À {apart:.0f} km l'une de l'autre."
    if apart <= FAR_KM:
        return 0, f"À {apart:.0f} km l'une de l'autre."
    return -25, f"Mais à {apart:.0f} km l'une de l'autre."


def by_date(one, other):
    """Dates known to the year, month or day; the more precise may say more than the other."""
    if not one or not other:
        return 0, ""
    words = [str(PartialDate.parse(date)) for date in (one, other)]
    if one.startswith(other) or other.startswith(one):
        return 15, f"Même date : {max(words, key=len)}."
    return -50, f"Mais des dates différentes : {words[0]} et {words[1]}."
