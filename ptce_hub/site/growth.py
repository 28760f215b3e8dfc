"""How cooperation grew in a territory: what began each year, drawn by the server and readable as a list."""

from typing import NamedTuple

from poles.models import Cooperation, Pole
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.listing.reach import count_by_year

#: What is counted: the noun, its date, the words for one and for several.
SERIES = (
    (Cooperation, "started", "coopération commencée", "coopérations commencées"),
    (Pole, "started", "pôle né", "pôles nés"),
    (Pole, "recognised", "pôle reconnu", "pôles reconnus"),
)
STEPS = (1, 5, 10, 20, 50, 100, 200, 500)  # years
MOST_PERIODS = 16
HEIGHT = 60  # of the drawing, in which a period is 20 wide
BAR, GAP = 14, 20


class Period(NamedTuple):
    """What began from ``first`` to ``last``, both years included; a count for each of ``SERIES``."""

    first: int
    last: int
    counts: tuple

    @property
    def date(self):
        """As the timeline writes it."""
        return PartialDate(self.first) if self.first == self.last else f"de {self.first} à {self.last}"

    @property
    def words(self):
        named = zip(self.counts, SERIES, strict=True)
        words = [f"{count} {one if count < 2 else several}" for count, (*_, one, several) in named if count]
        return ", ".join(words)


class Growth(NamedTuple):
    periods: list
    width: int
    bars: list  # a path for each of SERIES

    @property
    def seen(self):
        """The periods in which something began."""
        return [period for period in self.periods if any(period.counts)]

    @property
    def legend(self):
        return [several for *_, several in SERIES]


def growth_of(territory):
    """None when no date is known."""
    return grown([count_by_year(model, territory, date) for model, date, *_ in SERIES])


def grown(by_series, most=MOST_PERIODS):
    """From the counts by year of each series; None when there is none."""
    years = sorted(set().union(*by_series))
    if not years:
        return None
    step = next(step for step in STEPS if years[-1] // step - years[0] // step < most)
    starts = range(years[0] // step * step, years[-1] + 1, step)
    periods = [
        Period(first, min(first + step - 1, years[-1]), tuple(sum_between(counts, first, step) for counts in by_series))
        for first in starts
    ]
    return Growth(periods, len(periods) * GAP, draw(periods))


def sum_between(counts, first, step):
    return sum(count for year, count in counts.items() if first <= year < first + step)


def draw(periods):
    """Stacked bars, one path a series."""
    tallest = max(sum(period.counts) for period in periods)
    paths = [""] * len(periods[0].counts)
    for rank, period in enumerate(periods):
        top = HEIGHT
        for series, count in enumerate(period.counts):
            height = count * HEIGHT / tallest
            top -= height
            if count:
                paths[series] += f"M{rank * GAP + 3} {top:.1f}h{BAR}v{height:.1f}h-{BAR}z"
    return paths
