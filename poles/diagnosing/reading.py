"""What the answers say: a mean by objective, what is settled, what could come next, where two readings part.

A point is a step of the ladder from 0 to 4; yes counts 4 and no 0, a share is read on the same length (100 % is 4).
Numbers, years, posts and choices describe: they have no point. « Sans objet » counts for nothing.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format

from poles.diagnosing.answering import NOT_APPLICABLE, RUNGS, Scale

TOP = 4
SETTLED, FAR = 3, 2  # points: from what on it is said settled; by how much two readings are said far apart
HOW = (
    "Chaque moyenne va de 0 (absent) à 4 (exemplaire). Oui compte 4 et non 0 ; 100 % compte 4. Les nombres, les "
    "années, les postes et les choix décrivent sans entrer dans la moyenne ; « sans objet » n’y entre pas non plus."
)


def in_french(number):
    """``2.75`` is written 2,8; a whole number without decimals."""
    return number_format(round(number, 1), 0 if round(number, 1) == int(number) else 1)


@dataclass(frozen=True)
class Said:
    """An answer; ``value`` is empty when there is none yet."""

    indicator: object
    value: str

    @property
    def points(self):
        if self.value in ("", NOT_APPLICABLE):
            return None
        match self.indicator.scale:
            case Scale.LADDER:
                return int(self.value)
            case Scale.YES_NO:
                return TOP if self.value == "oui" else 0
            case Scale.PERCENT:
                return float(self.value) * TOP / 100
        return None

    @property
    def words(self):
        if not self.value:
            return "pas de réponse"
        if self.value == NOT_APPLICABLE:
            return "sans objet"
        match self.indicator.scale:
            case Scale.LADDER:
                return f"{self.value}, {RUNGS[int(self.value)]}"
            case Scale.PERCENT:
                return f"{self.value.replace('.', ',')} %"
            case Scale.YEARS:
                return f"{self.value} an{'s' if int(self.value) > 1 else ''}"
            case Scale.FTE:
                return f"{self.value.replace('.', ',')} ETP"
        return self.value

    @property
    def next_rung(self):
        """The step of the ladder after this one, in words; empty where there is no ladder."""
        is_step = self.indicator.scale == Scale.LADDER and self.points is not None and self.points < TOP
        return RUNGS[self.points + 1] if is_step else ""


@dataclass(frozen=True)
class ObjectiveRead:
    rank: int
    objective: object
    said: list

    @cached_property
    def points(self):
        return [one.points for one in self.said if one.points is not None]

    @property
    def mean(self):
        return sum(self.points) / len(self.points) if self.points else None

    @property
    def tenths(self):
        """The mean as the length of a bar, from 0 to 40."""
        return round(10 * self.mean, 1)

    @property
    def mean_shown(self):
        return None if self.mean is None else in_french(self.mean)


class Reading:
    """The answers of one voice to a ``whole`` grid."""

    def __init__(self, grid, answers):
        self.grid = grid
        self.objectives = [
            ObjectiveRead(rank, row, [Said(item, answers.get(item.code, "")) for item in row.indicators.all()])
            for rank, row in enumerate(grid.objectives, start=1)
        ]

    @cached_property
    def said(self):
        return [one for objective in self.objectives for one in objective.said]

    @property
    def total(self):
        return len(self.said)

    @cached_property
    def answered(self):
        return sum(bool(one.value) for one in self.said)

    @property
    def is_whole(self):
        return self.answered == self.total

    @property
    def to_answer(self):
        """The rank of the objective to go on with: the first that has no answer, else the first that waits for some."""
        waiting = [row for row in self.objectives if not all(one.value for one in row.said)]
        untouched = [row for row in waiting if not any(one.value for one in row.said)]
        return (untouched or waiting or self.objectives)[0].rank

    @property
    def settled(self):
        """What one leans on, the surest first."""
        found = [one for one in self.said if one.points is not None and one.points >= SETTLED]
        return sorted(found, key=lambda one: -one.points)

    @property
    def next_steps(self):
        """What could come next, what is nearest to being settled first."""
        found = [one for one in self.said if one.points is not None and one.points < SETTLED]
        return sorted(found, key=lambda one: -one.points)

    @property
    def described(self):
        """The answers that are no points: numbers, years, posts, choices."""
        return [one for one in self.said if one.value not in ("", NOT_APPLICABLE) and one.points is None]


@dataclass(frozen=True)
class Gap:
    """Where two readings of the same grid do not say the same; ``points`` is None when they are not in points."""

    indicator: object
    words: tuple
    points: float | None

    @property
    def is_far(self):
        return self.points is not None and self.points >= FAR

    @property
    def points_shown(self):
        return None if self.points is None else in_french(self.points)


def gaps_between(one, other):
    """The answers that differ, the farthest apart first, then those that are not in points."""
    found = []
    for here, there in zip(one.said, other.said, strict=True):
        if here.value != there.value and here.value and there.value:
            both = here.points is not None and there.points is not None
            gap = abs(here.points - there.points) if both else None
            found.append(Gap(here.indicator, (here.words, there.words), gap))
    return sorted(found, key=lambda gap: -1 if gap.points is None else gap.points, reverse=True)
