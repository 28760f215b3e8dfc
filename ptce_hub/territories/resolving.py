"""Finds the territories that a reader names: by any name or code, present or past, however it is typed."""

import re
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Q

from .levels import read_ref
from .models import Alias, Kind, Territory
from .names import fold, with_other_article, without_nature

LONGEST = 200  # characters; no place name comes near
MOST = 100  # matches; the busiest postal code has 46 communes

CODE = re.compile(r"(?:\d{2,3}|2[AB]|\d{5}|2[AB]\d{3}|\d{9})", re.ASCII)
LEVEL_WORDS = {
    "ancienne region": Kind.FORMER_REGION,
    "region": Kind.REGION,
    "departement": Kind.DEPARTMENT,
    "commune": Kind.COMMUNE,
    "ville": Kind.COMMUNE,
}
LEVEL = re.compile(rf"({'|'.join(LEVEL_WORDS)}) (?:(?:de la|de l|du|des|de|d) )?(?=\S)")
DISTRICT = re.compile(r"(paris|lyon|marseille) (\d{1,2})(?:er|e|eme|ieme)?(?: arrondissement)?")
#: « Saint-Denis (974) », « Saint-Denis (La Réunion) », « Nocé 61340 », « 61340 Nocé ».
HINTS = (
    re.compile(r"(?P<name>[^()]+)\((?P<hint>[^()]+)\)"),
    re.compile(r"(?P<name>.*\D)[\s,]+(?P<hint>\d{5}|2[AB]\d{3}|\d{2,3}|2[AB])", re.ASCII | re.IGNORECASE),
    re.compile(r"(?P<hint>\d{5}|2[AB]\d{3})[\s,]+(?P<name>\D.*)", re.ASCII | re.IGNORECASE),
)

#: « Orne (département) », « CC du Perche (intercommunalité, 28) »: what ``name_in_full`` says.
LEVEL_SAID = re.compile(r"(?P<name>.+)\((?P<level>[^(),]+)(?:, *(?P<hint>\w+))?\)")
LEVELS_SAID = {fold(kind.label): kind for kind in Kind}

EXACT, ALIAS, FALLBACK = 0, 1, 4  # ranks: a name of today, another name, the same but for the article
REASONS = {
    Alias.Nature.POSTAL: "code postal",
    Alias.Nature.USUAL: "nom usuel",
    Alias.Nature.DELEGATED: "ancienne commune",
    Alias.Nature.ASSOCIATED: "ancienne commune",
    Alias.Nature.FORMER_CODE: "ancien code",
    Alias.Nature.DISTRICT: "arrondissement",
    Alias.Nature.RENAMED: "ancien nom",
}
WIDTH = {kind: rank for rank, kind in enumerate(Kind.values)}


@dataclass(frozen=True, slots=True)
class Match:
    """A territory, why it answers, and how to say so to the reader."""

    territory: Territory
    reason: str
    label: str


def resolve(text, kinds=None):
    """The territories that ``text`` names, best first; [] for anything that names none, whatever its shape.

    ``kinds`` keeps only those levels. Two queries.
    """
    question = read_question(text)
    if question is None:
        return []
    answers = [*by_alias(question, kinds), *by_name_or_code(question, kinds)]  # the aliases tell what the hint is
    answers.sort(key=lambda answer: answer[0])
    nearest = [answer for answer in answers if answer[0][0] < FALLBACK] or answers
    matches = {}
    for _, territory, reason, alias in nearest:
        if territory.pk not in matches:
            matches[territory.pk] = Match(territory, reason, describe(territory, reason, alias))
    return list(matches.values())[:MOST]


@dataclass(slots=True)
class Question:
    """What to look for: names with their rank and the levels that they ask for, a code, a hint that narrows."""

    keys: dict
    code: str = ""
    ref: tuple = ("", "")
    hint: str = ""
    hinted: frozenset = frozenset()
    inside: frozenset = frozenset()  # once asked: the territories that the hint is a code of

    def rank(self, territory, key, code):
        """How well the territory answers, or None."""
        if self.code and code == self.code:
            return EXACT
        rank, kinds = self.keys.get(key, (None, ()))
        if rank is None or (kinds and territory.kind not in kinds):
            return None
        return rank if key not in self.hinted or self.is_near_hint(territory) else None

    def is_near_hint(self, territory):
        around = [each for each in (territory.department, territory.region) if each]
        names = {fold(self.hint), *with_other_article(fold(self.hint))}
        codes = {territory.code, territory.department.code if territory.department else ""}
        return self.hint in codes or territory.pk in self.inside or any(each.key in names for each in around)


def read_question(text):
    """None when ``text`` cannot name a place."""
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        return None
    text = text.strip()
    key = fold(text)
    if not key:
        return None
    question = Question(keys_of(key))
    with suppress(ValueError):
        question.ref = read_ref(text)
    compact = "".join(text.split()).upper()
    if CODE.fullmatch(compact):
        question.code = compact
    elif (found := LEVEL.match(key)) and CODE.fullmatch(key[found.end() :].upper()):
        question.ref = LEVEL_WORDS[found[1]], key[found.end() :].upper()
    elif "(" not in text and DISTRICT.fullmatch(key):
        pass  # the number is not a département's
    elif (found := LEVEL_SAID.fullmatch(text)) and (level := LEVELS_SAID.get(fold(found["level"]))):
        question.keys = {name: (rank, (level,)) for name, (rank, _) in keys_of(fold(found["name"])).items()}
        question.hint = found["hint"] or ""
        question.hinted = frozenset(question.keys if question.hint else ())
    elif found := next(filter(None, (pattern.fullmatch(text) for pattern in HINTS)), None):
        hinted = keys_of(fold(found["name"]))
        question.hint, question.hinted = found["hint"].strip().upper(), frozenset(hinted.keys() - question.keys.keys())
        question.keys = hinted | question.keys
    return question


def keys_of(key):
    """The keys that a name may be stored under, nearest first, as ``{key: (rank, levels)}``; no level means any."""
    keys = {}
    if key:
        keys[key] = EXACT, ()
    if found := DISTRICT.fullmatch(key):
        keys.setdefault(f"{found[1]} {int(found[2])}{'er' if int(found[2]) == 1 else 'e'} arrondissement", (EXACT, ()))
    keys.setdefault(without_nature(key), (EXACT, (Kind.EPCI, Kind.AREA)))
    if found := LEVEL.match(key):
        keys.setdefault(key[found.end() :], (EXACT, (LEVEL_WORDS[found[1]],)))
    for plain, (_, kinds) in list(keys.items()):
        for other in with_other_article(plain):
            keys.setdefault(other, (FALLBACK, kinds))
    keys.pop("", None)
    return keys


def by_name_or_code(question, kinds):
    kind, code = question.ref
    wanted = Q(key__in=question.keys) | Q(code=question.code) | Q(kind=kind, code=code)
    rows = Territory.objects.filter(wanted).select_related("department", "region").order_by()
    for each in rows.filter(kind__in=kinds) if kinds else rows:
        rank = EXACT if (each.kind, each.code) == question.ref else question.rank(each, each.key, each.code)
        if rank is None or (is_twin(each) and not kinds and (each.kind, each.code) != question.ref):
            continue
        reason = "nom" if each.key in question.keys else "code"
        if each.ended:
            rank += ALIAS
            reason = "ancienne région" if each.kind == Kind.FORMER_REGION else "ancien territoire"
        yield order(rank, each, reason), each, reason, None


def by_alias(question, kinds):
    codes = [code for code in (question.code, question.hint) if CODE.fullmatch(code)]
    rows = Alias.objects.filter(Q(key__in=question.keys) | Q(code__in=codes)).order_by("pk")
    rows = rows.select_related("territory__department", "territory__region")
    rows = list(rows.filter(territory__kind__in=kinds) if kinds else rows)
    question.inside = frozenset(each.territory_id for each in rows if each.code and each.code == question.hint)
    for alias in rows:
        rank = question.rank(alias.territory, alias.key, alias.code)
        if rank is not None:
            if question.code and alias.nature != Alias.Nature.POSTAL:  # a number alone is mostly a postal code
                rank += 1
            merged = "ancienne commune" if alias.territory.kind == Kind.COMMUNE else "ancien territoire"
            reason = REASONS.get(alias.nature, merged)
            yield order(rank + ALIAS, alias.territory, reason), alias.territory, reason, alias


def is_twin(territory):
    """A region of before 2016 that is still one: the region of today answers for it."""
    return territory.kind == Kind.FORMER_REGION and not territory.ended


def order(rank, territory, reason):
    """Best first, then widest, then most populated; a code of two characters is first of all a department's."""
    width = -1 if reason == "code" and territory.kind == Kind.DEPARTMENT else WIDTH[territory.kind]
    return rank, width, -(territory.population or 0), territory.name, territory.code


def describe(territory, reason, alias):
    place = name_in_full(territory)
    if alias is None:
        return f"{place}, jusqu'au {territory.ended}" if reason == "ancien territoire" else place
    other = alias.name or alias.code
    match reason:
        case "code postal":
            return f"{place}, code postal {other}"
        case "ancienne commune":
            return f"{other}, commune réunie à {place}"
        case "ancien territoire":
            return f"{other}, réuni à {place}"
        case "arrondissement":
            return f"{other}, dans {place}"
        case "nom usuel":
            return f"{other}, nom usuel de {place}"
        case _:
            return f"{other}, aujourd'hui {place}"


def name_in_full(territory):
    """The name and what tells it from its homonyms: « Saint-Denis (974) », « Orne (département) »."""
    if territory.kind == Kind.COUNTRY:
        return territory.name
    if territory.kind == Kind.COMMUNE:
        return f"{territory.name} ({territory.department.code if territory.department else territory.code})"
    nature = territory.nature if territory.kind == Kind.AREA else territory.get_kind_display()
    if territory.kind == Kind.EPCI and territory.department:
        nature += f", {territory.department.code}"
    return f"{territory.name} ({nature})"
