"""A timeline as a drawing: a lane for each sort of fact, each mark as wide as the time in which it may have happened.

A day is a dot, a month a short bar, a year a bar in dashes: nobody knows when in that year.
"""

import datetime
from typing import NamedTuple

WIDTH, LEFT, RIGHT = 800, 140, 24  # the names of the lanes stand at the left; half of the last year, at the right
LANE, TOP = 28, 20  # the height of a lane; what is above the first
SHARES = (0, 7, -7)  # marks of about the same time stand one under another
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years
MOST_YEARS = 8  # written


class Lane(NamedTuple):
    name: str
    y: int


class Year(NamedTuple):
    number: int
    x: int


class Band(NamedTuple):
    """The time before a recognition."""

    path: str
    words: str
    x: int
    y: int


class TimelineDrawing(NamedTuple):
    lanes: list
    years: list
    axis: str
    marks: dict  # a path for each precision
    band: Band | None
    foot: int  # where the years are written
    height: int


def draw_timeline(moments, before=None):
    """None when less than two facts are dated. ``before``: the dates between which to show a time, and its words."""
    if len(moments) < 2:
        return None
    scale = Scale([moment.date for moment in moments])
    names = list(dict.fromkeys(moment.lane for moment in sorted(moments, key=lambda moment: moment.rank)))
    lanes = {name: Lane(name, TOP + LANE * number + LANE // 2) for number, name in enumerate(names)}
    bottom = TOP + LANE * len(lanes)
    marks = {"day": "", "month": "", "year": ""}
    last = {}
    for moment in moments:
        precision = "day" if moment.date.day else "month" if moment.date.month else "year"
        x, to = scale.x(moment.date.earliest), scale.x(moment.date.latest)
        share = (last[moment.lane][1] + 1) % len(SHARES) if moment.lane in last and last[moment.lane][0] > x - 8 else 0
        last[moment.lane] = max(to, x), share
        y = lanes[moment.lane].y + SHARES[share]
        marks[precision] += f"M{x:.0f} {y}h{max(0, to - x):.0f}"
    axis = f"M{LEFT} {bottom}H{WIDTH - RIGHT}" + "".join(f"M{year.x} {TOP}V{bottom + 4}" for year in scale.years)
    return TimelineDrawing(
        list(lanes.values()), scale.years, axis, marks, band(before, scale), bottom + 17, bottom + 24
    )


def band(before, scale):
    if before is None:
        return None
    since, until, words = before
    x, to = scale.x(since.earliest), scale.x(until.latest)
    return Band(f"M{x:.0f} 9H{to:.0f}", words, round((x + to) / 2), 13) if to > x else None


class Scale:
    """From days to units of the drawing."""

    def __init__(self, dates):
        self.first = min(date.year for date in dates)
        self.last = max(date.year for date in dates) + 1
        self.start = datetime.date(self.first, 1, 1).toordinal()
        self.days = datetime.date(self.last, 1, 1).toordinal() - self.start

    def x(self, day):
        return LEFT + (day.toordinal() - self.start) * (WIDTH - LEFT - RIGHT) / self.days

    @property
    def years(self):
        step = next(step for step in STEPS if (self.last - self.first) / step <= MOST_YEARS)
        numbers = range(-(-self.first // step) * step, self.last + 1, step)
        return [Year(number, round(self.x(datetime.date(number, 1, 1)))) for number in numbers]
