"""The columns that name something else of the directory: places, themes, other records."""

from collections import defaultdict
from itertools import zip_longest

from rapidfuzz import process

from ptce_hub.directory.models import Theme
from ptce_hub.directory.tabular.cells import Wrong
from ptce_hub.directory.tabular.fields import Choice, Field, Input, Text, several
from ptce_hub.directory.tabular.named import Records
from ptce_hub.directory.tabular.places import Asked, Places
from ptce_hub.territories.names import fold
from ptce_hub.territories.resolving import name_in_full


class Answers:
    """What a batch of rows asks of the base, read at once: see ``Field.ask``."""

    def __init__(self, places=(), records=None):
        self.places = Places(places)
        self.records = {model: Records(model, texts) for model, texts in (records or {}).items()}
        self._themes = None
        self.memo = {}  # what else a noun's own fields read once a batch

    @property
    def themes(self):
        if self._themes is None:
            self._themes = {}
            for theme in Theme.objects.all():
                self._themes |= {fold(theme.slug): theme, fold(theme.label): theme}
        return self._themes


class Questions:
    """What the fields will look up."""

    def __init__(self):
        self.places, self.records = [], defaultdict(set)

    def answers(self):
        return Answers(self.places, self.records)


def keys_in(value):
    return value and value[0]


def pair(record, name=None):
    return [record.pk, name or str(record)]


class Place(Field):
    """The territory, from any of the ways in which files say where a record is."""

    inputs = (
        Input("territoire", "territoire", ("lieu d'implantation", "zone", "bassin de vie", "epci", "intercommunalité")),
        Input("territoire_niveau", "territoire : niveau", ("niveau", "échelle territoriale")),
        Input("territoire_code", "territoire : code", ("code insee", "insee", "code commune", "code insee commune",
              "code territoire", "codegeo", "code cog", "insee commune", "com", "depcom")),
        Input("commune", "commune", ("ville", "nom commune", "nom de la commune", "localité", "libellé commune",
              "siège", "commune siège")),
        Input("code_postal", "code postal", ("cp", "code post", "postal")),
        Input("departement", "département", ("dept", "dpt", "dép", "nom département")),
        Input("departement_code", "département : code Insee", ("code département", "n° département", "code dept",
              "num dept")),
        Input("region", "région", ("nom région",)),
        Input("region_code", "région : code Insee", ("code région",)),
    )  # fmt: skip
    label, needed, late = "territoire", False, False

    def __init__(self, name="territory"):
        self.name = name

    def asked(self, texts):
        return Asked(
            level=texts.get("territoire_niveau", ""),
            code=texts.get("territoire_code", ""),
            name=texts.get("territoire", ""),
            commune=texts.get("commune", ""),
            postal=texts.get("code_postal", ""),
            department=texts.get("departement_code") or texts.get("departement", ""),
            region=texts.get("region_code") or texts.get("region", ""),
        )

    def ask(self, texts, questions):
        questions.places.append(self.asked(texts))

    def read(self, texts, answers, note):
        asked = self.asked(texts)
        if not asked:
            return None
        place = answers.places.find(asked, note)
        return pair(place, name_in_full(place))

    def current(self, row):
        place = getattr(row, self.name)
        return place and pair(place, name_in_full(place))

    def alike(self, before, after):
        return keys_in(before) == keys_in(after)

    def write(self, row, value):
        setattr(row, f"{self.name}_id", value and value[0])


class Many(Field):
    """Several of something: a file adds to them and never takes any away."""

    late = True

    def current(self, row):
        return sorted((pair(item) for item in getattr(row, self.name).all()), key=lambda item: item[1])

    def alike(self, before, after):
        return set(map(keys_in, before)) == set(map(keys_in, after))

    def merge(self, before, value):
        there = {key for key, _ in before}
        return [*before, *(item for item in value if item[0] not in there)]

    def write(self, row, value):
        getattr(row, self.name).set([key for key, _ in value])


class Themes(Many):
    def read(self, texts, answers, note):
        found = []
        for word in self.words(texts.get(self.inputs[0].name, ""), answers.themes):
            theme = answers.themes.get(fold(word))
            if theme is None:
                near = process.extractOne(fold(word), list(answers.themes), score_cutoff=60)
                hint = f" Vouliez-vous dire « {answers.themes[near[0]].label} » ?" if near else ""
                raise Wrong(f"« {word[:40]} » n'est pas un thème de l'annuaire.{hint}")
            found.append(pair(theme, theme.label))
        return sorted(found, key=lambda item: item[1]) or None

    def words(self, text, known):
        """Cut at commas too, unless a theme's label has them."""
        for word in several(text):
            yield from (
                [word] if fold(word) in known or "," not in word else filter(None, map(str.strip, word.split(",")))
            )


class Territories(Many):
    """Aligned names, levels and codes, as this site writes them; or names alone."""

    def __init__(self, origin, name, *words):
        super().__init__(origin, name, *words)
        label = self.inputs[0].label
        self.inputs = (
            Input(f"{name}_nom", label, (name.replace("_", " "), *words)),
            Input(f"{name}_niveau", f"{label} : niveau"),
            Input(f"{name}_code", f"{label} : code"),
        )

    def asked(self, texts):
        names, levels, codes = (cut(texts.get(each.name, "")) for each in self.inputs)
        length = max(map(len, (names, codes)))
        rows = zip(*(part + [""] * (length - len(part)) for part in (names, levels[:length], codes)), strict=True)
        return [Asked(level=level, code=code, name=name) for name, level, code in rows if name or code]

    def ask(self, texts, questions):
        questions.places += self.asked(texts)

    def read(self, texts, answers, note):
        places = {answers.places.find(asked, note) for asked in self.asked(texts)}
        return sorted((pair(place) for place in places), key=lambda item: item[1]) or None


def cut(text):
    """The aligned items of a cell: an empty one keeps its place."""
    return [item.strip() for item in text.replace("\n", "|").split("|")] if text else []


class Record(Field):
    """One other record, by its page when the file has it, else by its name or its number."""

    def __init__(self, origin, name, *words, needed=False, label=None):
        super().__init__(origin, name, *words, needed=needed)
        self.inputs = (
            Input(name, label or self.inputs[0].label, words, self.inputs[0].help),
            Input(f"{name}_page", f"{label or self.inputs[0].label} : page"),
        )

    def said(self, texts):
        return texts.get(self.inputs[1].name) or texts.get(self.inputs[0].name, "")

    def ask(self, texts, questions):
        questions.records[self.origin.related_model].add(self.said(texts))

    def read(self, texts, answers, note):
        text = self.said(texts)
        return pair(answers.records[self.origin.related_model].find(text)) if text else None

    def current(self, row):
        other = getattr(row, self.name)
        return other and pair(other)

    def alike(self, before, after):
        return keys_in(before) == keys_in(after)

    def write(self, row, value):
        setattr(row, self.origin.attname, value and value[0])


class ManyRecords(Many):
    """Other records, by their pages or names, cut at bars."""

    def __init__(self, origin, name, *words):
        super().__init__(origin, name, *words)
        label = self.inputs[0].label
        self.inputs = (Input(f"{name}_nom", label, (name, *words)), Input(f"{name}_page", f"{label} : page"))

    def said(self, texts):
        return several(texts.get(self.inputs[1].name) or texts.get(self.inputs[0].name, ""))

    def ask(self, texts, questions):
        questions.records[self.origin.related_model].update(self.said(texts))

    def read(self, texts, answers, note):
        known = answers.records.get(self.origin.related_model)
        return sorted((pair(known.find(text)) for text in self.said(texts)), key=lambda item: item[1]) or None


class Tied(Many):
    """The structures that take part, by rows of their own (``origin``): a structure, or the words of the file; a role.

    A value is a list of ``[key of the structure or None, name, role]``.
    """

    def __init__(self, tie, owner, accessor, name, *words, worded="", also=None):
        self.tie, self.owner, self.name, self.worded = tie, owner, accessor, worded
        self.structure, role = tie._meta.get_field("structure"), tie._meta.get_field("role")
        self.default = role.get_default() or ""
        self.role = Choice(role, f"{name}_role", also=also) if role.choices else Text(role, f"{name}_role")
        self.inputs = (
            Input(f"{name}_nom", name, words),
            Input(f"{name}_page", f"{name} : page"),
            Input(f"{name}_role", f"{name} : rôle", (f"rôle des {name}",)),
        )

    def parts(self, texts):
        """Aligned names, pages and roles; a single role is everybody's."""
        names, pages, roles = (cut(texts.get(each.name, "")) for each in self.inputs)
        names = names if "|" in texts.get(self.inputs[0].name, "") or pages else several("|".join(names))
        roles = roles * max(len(names), len(pages)) if len(roles) == 1 else roles
        return [part for part in zip_longest(names, pages, roles, fillvalue="") if part[0] or part[1]]

    def ask(self, texts, questions):
        questions.records[self.structure.related_model].update(page or name for name, page, _ in self.parts(texts))

    def read(self, texts, answers, note):
        known, found = answers.records.get(self.structure.related_model), []
        for name, page, role in self.parts(texts):
            structure = known.find(page or name, or_none=bool(self.worded))
            if structure is None:
                note(f"« {name} » n'est pas dans l'annuaire : gardé tel que le fichier le nomme")
            label = structure.name if structure else name[:200]
            found.append([structure and structure.pk, label, self.role.value_of(role, note) if role else self.default])
        return found or None

    def current(self, row):
        ties = sorted(getattr(row, self.name).all(), key=lambda tie: tie.pk)
        return [[tie.structure_id, str(tie.structure or getattr(tie, self.worded)), tie.role] for tie in ties]

    def merge(self, before, value):
        there = {who(item) for item in before}
        return [*before, *(item for item in value if who(item) not in there)]

    def alike(self, before, after):
        return {who(item) for item in before or ()} == {who(item) for item in after or ()}

    def write(self, row, value):
        """Adds those that are missing, takes away those that are not in ``value``, with the history of the record's."""
        wanted = {who(item): item for item in value}
        for tie in getattr(row, self.name).select_related("structure"):
            if (tie.structure_id, "" if tie.structure_id else getattr(tie, self.worded)) in wanted:
                wanted.pop((tie.structure_id, "" if tie.structure_id else getattr(tie, self.worded)))
            else:
                signed(tie, row).delete()
        for key, label, role in wanted.values():
            words = {self.worded: label} if self.worded and key is None else {}
            signed(self.tie(**{self.owner: row}, structure_id=key, role=role, **words), row).save()

    def tell(self, value):
        return ", ".join(f"{label} ({role})" if role else label for _, label, role in value) or "(vide)"


def who(item):
    return item[0], "" if item[0] else item[1]


def signed(tie, record):
    tie._change_reason, tie._history_user = record._change_reason, record._history_user
    return tie
