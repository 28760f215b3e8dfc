"""What a merge would do to each row tied to the records, decided before anything is written."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from ptce_hub.directory.duplicates.finding import table_of
from ptce_hub.directory.duplicates.relations import BETWEEN, children_of, ends_in, is_record, ties_of
from ptce_hub.directory.models import Status

EXAMPLES = 4  # rows named in a sentence


class Refused(Exception):
    """Why the merge, or its undoing, is not done; its text is for an editor."""


@dataclass
class Fold:
    """``row`` says again what ``into`` says: it goes, and ``into`` takes what only it knew."""

    row: object
    into: object
    filled: dict
    lost: list


@dataclass
class Plan:
    """``moved`` and ``folded`` are by ``Tie``, of all ``ties``; ``dropped`` tied the records to one another."""

    ties: list
    moved: dict = field(default_factory=lambda: defaultdict(list))
    folded: dict = field(default_factory=lambda: defaultdict(list))
    dropped: list = field(default_factory=list)

    def rows(self):
        """Every row that it changes."""
        folds = [fold for folds in self.folded.values() for fold in folds]
        moved = [row for rows in self.moved.values() for row in rows]
        return [*self.dropped, *moved, *(fold.row for fold in folds), *(fold.into for fold in folds), *self.hanging()]

    def contested(self):
        """By ``Tie``, the rows of which the kept record may have one only, the one that stays first."""
        return {
            tie: [folds[0].into, *(fold.row for fold in folds)]
            for tie, folds in self.folded.items() if children_of(tie.model)
        }  # fmt: skip

    def hanging(self):
        """What goes with those that do not stay."""
        for going in ([fold.row for fold in folds] for folds in self.folded.values()):
            for child in children_of(type(going[0])):
                for end in (end for end in child._meta.fields if end.related_model is type(going[0])):
                    yield from child._base_manager.filter(**{f"{end.name}__in": going})

    def said(self):
        """What it does, sentence by sentence; what is lost first."""
        for row in self.dropped:
            yield f"Disparaît, parce qu'elle liait ces fiches entre elles : {noun(row)} « {row} »."
        for tie, folds in self.folded.items():
            if tie.is_list:
                yield f"Commun aux deux : {named_list(tie, [fold.row for fold in folds])}."
                continue
            if children_of(tie.model):
                yield f"Une fiche n'a qu'un {noun(folds[0].row)} : celui que vous gardez reste, l'autre s'en va."
                continue
            for fold in folds:
                if is_private(tie.model):
                    yield f"Dit deux fois, gardé une : {noun(fold.row)}."
                    continue
                lost = f" Abandonné : {', '.join(fold.lost)}." if fold.lost else ""
                filled = f" Complété : {', '.join(fold.filled)}." if fold.filled else ""
                yield f"Dit deux fois, gardé une : {noun(fold.row)} « {fold.into} ».{filled}{lost}"
        for tie, rows in self.moved.items():
            if tie.is_list:
                yield f"Déplacé : {named_list(tie, rows)}."
            else:
                count = f"{len(rows)} {tie.model._meta.verbose_name_plural}" if len(rows) > 1 else noun(rows[0])
                names = "" if is_private(tie.model) else f" : {some([row_name(row, tie) for row in rows])}"
                yield f"Déplacé : {count}{names}."


def is_private(model):
    """Whether its rows say what the whole staff does not read: what a merge did to them is told without their words."""
    return getattr(model, "is_private", False)


def noun(row):
    return row._meta.verbose_name


def some(names):
    """The first names, and how many more."""
    shown = ", ".join(f"« {name} »" for name in names[:EXAMPLES])
    return shown + (f" et {len(names) - EXAMPLES} autres" if len(names) > EXAMPLES else "")


def row_name(row, tie):
    """A tie is named by what is at its other end too."""
    ends = [getattr(row, field.name) for field in row._meta.local_fields if is_record(field)]
    far = [str(end) for end in ends if end and end.pk != getattr(row, tie.attname) and str(end) not in str(row)]
    return " – ".join([str(row), *far])


def named_list(tie, rows):
    """« thèmes : « Énergie » », or « offres d'accompagnement (proposée par) : « … » » for another noun's list."""
    owner, far = tie.list_field.model, tie.far_field
    records = far.related_model._base_manager.filter(pk__in=[getattr(row, far.attname) for row in rows])
    words = str(tie.list_field.verbose_name)
    if far.related_model is owner:
        words = f"{owner._meta.verbose_name_plural} ({words})"
    return f"{words} : {some(list(records))}"


def plan_merge(kept, others, stays=()):
    """The ``Plan`` of making ``kept`` of it and ``others``; ``Refused`` or ``UnknownRelation`` when it cannot be.

    ``stays`` are the rows chosen, a label and a key each, among those of which the record may have one only.
    """
    table = table_of(type(kept))
    refuse_finer(kept, others)
    plan, going = Plan(ties_of(type(kept))), set()
    group = {kept.pk, *(other.pk for other in others)}
    for tie in plan.ties:
        refuse_alone(tie, table, group)
        rows = list(tie.rows(table, group))
        # What was chosen stays, else what the kept record has.
        rows.sort(key=lambda row: ((row._meta.label, row.pk) not in stays, getattr(row, tie.attname) != kept.pk))
        known = {}
        for row in rows:
            if ties_the_group(row, table, group):
                if (type(row), row.pk) not in going:
                    plan.dropped.append(row)
                going.add((type(row), row.pk))
                continue
            twin, is_own = find_twin(row, tie, kept, known), getattr(row, tie.attname) == kept.pk
            if twin and not (is_own and getattr(twin, tie.attname) == kept.pk):
                plan.folded[tie].append(fold_of(row, twin, tie))
                continue
            remember(row, tie, kept, known)
            if not is_own:
                plan.moved[tie].append(row)
    return plan


def refuse_finer(kept, others):
    for other in others:
        if not isinstance(kept, type(other)):
            raise Refused(
                f"« {other} » est un {noun(other)} et « {kept} » n'en est pas un : ce qui lui est propre serait perdu. "
                f"Gardez plutôt la fiche du {noun(other)}."
            )


def refuse_alone(tie, table, group):
    """A cooperation between these records only would be left with one participant."""
    if tie.label not in BETWEEN:
        return
    belongs = tie.model._meta.get_field(BETWEEN[tie.label])
    ends = tie.rows(table, group).order_by().values(belongs.attname)
    members = defaultdict(set)
    rows = tie.model._base_manager.filter(**{f"{belongs.attname}__in": ends})
    for end, key in rows.values_list(belongs.attname, tie.attname):
        members[end].add(key)
    between = [end for end, keys in members.items() if len(keys) > 1 and keys <= group]
    left = belongs.related_model._base_manager.filter(pk__in=between).exclude(status=Status.ARCHIVED)
    if names := ", ".join(f"« {record} »" for record in left):
        raise Refused(
            f"{names} ne réunit que ces fiches, et n'en aurait plus qu'une. Corrigez ses participants, ou archivez-la, "
            "avant de fusionner."
        )


def ties_the_group(row, table, group):
    ends = [getattr(row, attname) for attname in ends_in(table, type(row))]
    return sum(end in group for end in ends) > 1


def find_twin(row, tie, kept, known):
    """The row that would say the same once moved."""
    for key in tie.keys_of_identity():
        if twin := known.get((*key, *values_of(row, tie, kept, key))):
            return twin
    return None


def remember(row, tie, kept, known):
    for key in tie.keys_of_identity():
        known.setdefault((*key, *values_of(row, tie, kept, key)), row)


def values_of(row, tie, kept, key):
    """As in the database's constraints, an unknown number, text or date equals another unknown."""
    moved = tie.naming(kept)
    return tuple(moved.get(attname) or getattr(row, attname) or None for attname in key)


def fold_of(row, twin, tie):
    """What only ``row`` knows fills the blanks of ``twin``, where the constraints allow; the rest is lost and said."""
    if children_of(tie.model):
        return Fold(row, twin, {}, [])  # a whole of its own: what one says does not complete what another does
    filled, lost = {}, []
    for own in (one for one in row._meta.local_concrete_fields if not one.primary_key and one.attname != tie.attname):
        value, there = getattr(row, own.attname), getattr(twin, own.attname)
        if value in (None, "", []) or value == there:
            continue
        if there not in (None, "", []) or not accepts(twin, own.attname, value):
            lost.append(f"{own.verbose_name} « {value} »")
        else:
            filled[own.verbose_name] = value
    return Fold(row, twin, filled, lost)


def accepts(twin, attname, value):
    """Sets the value, unless a constraint refuses it."""
    before = getattr(twin, attname)
    setattr(twin, attname, value)
    try:
        twin.validate_constraints()
    except ValidationError:
        setattr(twin, attname, before)
        return False
    return True
