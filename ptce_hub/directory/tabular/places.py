"""Where the rows of a table are, asked once for a whole batch: by code, or by name with what narrows it."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import process

from ptce_hub.directory.tabular.cells import Wrong, digits_of
from ptce_hub.territories.levels import CODE, KINDS_BY_WORD
from ptce_hub.territories.models import Alias, Kind, Territory
from ptce_hub.territories.names import fold
from ptce_hub.territories.resolving import is_twin, keys_of, name_in_full

CEDEX = re.compile(r"\s+cedex(\s+\d+)?$", re.IGNORECASE)
WITH_HINT = re.compile(r"(?P<name>[^()]+?)\s*\((?P<hint>[^()]+)\)")
WITH_POSTAL = re.compile(r"(?P<hint>\d{5})\s+(?P<name>\D.*)|(?P<other>\D.*?)\s+(?P<code>\d{5})")
LEVELS = KINDS_BY_WORD | {"intercommunalite": Kind.EPCI, "bassin pays ou quartier": Kind.AREA}


@dataclass
class Asked:
    """What a row says of a place; texts, empty when it does not say."""

    level: str = ""
    code: str = ""
    name: str = ""
    commune: str = ""
    postal: str = ""
    department: str = ""
    region: str = ""

    def __post_init__(self):
        self.commune = CEDEX.sub("", self.commune)
        if not self.postal and (found := WITH_POSTAL.fullmatch(self.commune)):
            self.postal, self.commune = found["hint"] or found["code"], found["name"] or found["other"]
        if not self.department and (found := WITH_HINT.fullmatch(self.commune)):
            self.commune, self.department = found["name"], found["hint"]
        if not self.department and (found := WITH_HINT.fullmatch(self.name)):
            self.name, self.department = found["name"], found["hint"].rpartition(",")[2].strip()
            if fold(self.department) in LEVELS:  # « Orne (département) »
                self.level, self.department = self.level or self.department, ""

    def __bool__(self):
        return any((self.code, self.name, self.commune, self.postal, self.department, self.region))

    def codes(self):
        return [code for text in (self.code, self.postal, self.department, self.region) for code in codes_of(text)]

    def names(self):
        return [key for text in (self.name, self.commune, self.department, self.region) for key in keys_of(fold(text))]


def codes_of(text):
    """The code as written, then as it was before a spreadsheet took its first zero."""
    if not re.search(r"\d", text):
        return [text] if re.fullmatch(CODE, text) else []  # of a zone, a short name
    if len(text) > 60:
        return []
    try:
        digits = digits_of(text)
    except Wrong:
        return []
    padded = digits.zfill(2) if len(digits) == 1 else digits.zfill(5) if len(digits) == 4 else digits
    return list(dict.fromkeys([text, digits, padded] if digits == padded else [padded, digits, text]))


class Places:
    """The territories that a batch of ``Asked`` may mean; four queries, whatever their number."""

    def __init__(self, all_asked):
        codes = {code for asked in all_asked for code in asked.codes()}
        keys = {key for asked in all_asked for key in asked.names()}
        self.by_code, self.by_key = defaultdict(list), defaultdict(list)
        self.known = {}
        self.postal, self.other_codes, self.other_keys = defaultdict(list), defaultdict(list), defaultdict(list)
        for place in territories(Q(code__in=codes)):
            self.by_code[place.code].append(place)
        for place in territories(Q(key__in=keys)):
            self.by_key[place.key].append(place)
        aliases = [*Alias.objects.filter(code__in=codes), *Alias.objects.filter(key__in=keys)] if codes or keys else []
        places = {place.pk: place for place in territories(Q(pk__in={alias.territory_id for alias in aliases}))}
        for alias in aliases:
            place = places[alias.territory_id]
            if alias.code in codes:
                (self.postal if alias.nature == Alias.Nature.POSTAL else self.other_codes)[alias.code].append(place)
            if alias.key in keys:
                self.other_keys[alias.key].append(place)

    def find(self, asked, note=lambda said: None):
        """The one territory that is meant; ``Wrong`` when none or several are."""
        place = self.meant(asked, note)
        self.known[place.pk] = place
        return place

    def meant(self, asked, note):
        level = level_of(asked.level)
        if asked.code:
            return self.of_code(asked, level, note)
        name = asked.commune or asked.name
        kinds = [Kind.COMMUNE] if asked.commune else [level] if level else None
        if name:
            return self.only(self.named(name, kinds, asked), name, asked)
        if asked.postal:
            return self.only(self.at(asked.postal), asked.postal, asked)
        if asked.department:
            return self.only(self.wide(asked.department, Kind.DEPARTMENT), asked.department, asked)
        return self.only(self.wide(asked.region, Kind.REGION), asked.region, asked)

    def of_code(self, asked, level, note):
        kinds = [level] if level else [Kind.COMMUNE] if asked.commune else None
        found = self.coded(asked.code, kinds)
        name = asked.commune or asked.name
        if name:
            named = {place.pk for place in self.named(name, kinds, Asked())}
            if not found or (named and not named & {place.pk for place in found}):
                postal = [place for place in self.at(asked.code) if place.pk in named]
                if len(postal) == 1:
                    note(f"{asked.code} est un code postal, non un code Insee")
                    return postal[0]
                if found:
                    raise Wrong(f"le code {asked.code} est celui de {name_in_full(found[0])}, non de « {name} ».")
            found = [place for place in found if place.pk in named] or found
        if not found and len(self.at(asked.code)) == 1:
            note(f"{asked.code} est un code postal, non un code Insee")
            found = self.at(asked.code)
        if found and asked.code not in (found[0].code, *codes_of(asked.code)[1:]) and asked.code.isdigit():
            note(f"code rétabli : {found[0].code}")
        elif found and found[0].code != asked.code and len(asked.code) < len(found[0].code):
            note(f"zéro initial rétabli : {found[0].code}")
        if not found:
            raise Wrong(f"aucun lieu n'a le code « {asked.code} » : vérifiez-le, ou donnez le nom et le code postal.")
        return found[0]

    def coded(self, code, kinds):
        for known in (self.by_code, self.other_codes):
            for written in codes_of(code) or [code]:
                found = [place for place in known[written] if is_kind(place, kinds)]
                if found:
                    return sorted(found, key=lambda place: (bool(place.ended), place.kind != Kind.DEPARTMENT))
        return []

    def at(self, postal):
        return next((unique(self.postal[code]) for code in codes_of(postal) if self.postal[code]), [])

    def wide(self, text, kind):
        found = self.coded(text, [kind]) or self.named(text, [kind], Asked())
        return found[:1] or (self.named(text, [Kind.FORMER_REGION], Asked()) if kind == Kind.REGION else [])

    def named(self, name, kinds, asked):
        """Those of that name, today's names first, that agree with what else is asked."""
        keys = keys_of(fold(name))
        for known in (self.by_key, self.other_keys):
            for rank in sorted({rank for rank, _ in keys.values()}):
                found = [
                    place
                    for key, (own, levels) in keys.items()
                    if own == rank
                    for place in known[key]
                    if is_kind(place, kinds or levels or None) and self.agrees(place, asked)
                ]
                if found:
                    current = [place for place in unique(found) if not place.ended]
                    return current or unique(found)
        return []

    def agrees(self, place, asked):
        if asked.postal and self.at(asked.postal):
            return place in self.at(asked.postal)
        for text, above, kind in (
            (asked.department, place.department, Kind.DEPARTMENT),
            (asked.region, place.region, Kind.REGION),
        ):
            if text and place.kind == Kind.COMMUNE:
                wanted = self.wide(text, kind)
                if wanted and wanted[0].kind == kind and above != wanted[0]:
                    return False
        return True

    def only(self, found, said, asked):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(sorted(name_in_full(place) for place in found[:6]))
            raise Wrong(f"« {said} » désigne plusieurs lieux ({names}…) : ajoutez le code Insee ou le département.")
        near = process.extractOne(
            fold(said), {place.name: place.key for place in self.at(asked.postal)}, score_cutoff=70
        )
        hint = f" Vouliez-vous dire « {near[2]} » ?" if near else " Donnez le code Insee de la commune."
        raise Wrong(
            f"« {said} » n'est le nom ni le code d'aucun lieu{' de ce code postal' if asked.postal else ''}.{hint}"
        )


def territories(condition):
    return Territory.objects.filter(condition).select_related("department", "region")


def unique(places):
    return list(dict.fromkeys(places))


def is_kind(place, kinds):
    return place.kind in kinds if kinds else not is_twin(place)


def level_of(text):
    if not text:
        return None
    key = fold(text)
    kind = next((kind for word, kind in LEVELS.items() if key in (fold(word), fold(kind.label))), None)
    if kind is None:
        raise Wrong(f"« {text[:30]} » n'est pas un niveau de territoire : {', '.join(KINDS_BY_WORD)}.")
    return kind
