"""The radar: an axis an objective, a line a voice. What it shows stands beside it in a table."""

import math
from dataclasses import dataclass

from poles.diagnosing.reading import TOP

SIZE, MIDDLE, RADIUS, LABELS = 320, 160, 120, 140  # units of the drawing


@dataclass(frozen=True)
class Axis:
    label: int
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Voice:
    """``lines`` join neighbours that are both known: an axis that nothing tells breaks the line."""

    rank: int
    lines: list
    dots: list
    is_whole: bool


@dataclass(frozen=True)
class Radar:
    size: int
    middle: int
    rings: list
    axes: list
    voices: list


def at(rank, count, length):
    """Where the axis ``rank`` (the first stands upright) reaches ``length``, to the tenth."""
    angle = 2 * math.pi * rank / count - math.pi / 2
    return round(MIDDLE + length * math.cos(angle), 1), round(MIDDLE + length * math.sin(angle), 1)


def joined(points):
    return " ".join(f"{x},{y}" for x, y in points)


def radar(readings):
    """That of readings of one same grid; None below three objectives, which make no shape."""
    count = len(readings[0].objectives)
    if count < 3:
        return None
    rings = [joined(at(rank, count, RADIUS * step / TOP) for rank in range(count)) for step in range(1, TOP + 1)]
    axes = [
        Axis(row.rank, *at(rank, count, RADIUS), *at(rank, count, LABELS))
        for rank, row in enumerate(readings[0].objectives)
    ]
    return Radar(SIZE, MIDDLE, rings, axes, [voice(number, reading) for number, reading in enumerate(readings, 1)])


def voice(number, reading):
    count = len(reading.objectives)
    dots = [
        None if row.mean is None else at(rank, count, RADIUS * row.mean / TOP)
        for rank, row in enumerate(reading.objectives)
    ]
    known = [dot for dot in dots if dot]
    if len(known) == count:
        return Voice(number, [joined([*dots, dots[0]])], known, True)
    pairs = zip(dots, [*dots[1:], dots[0]], strict=True)
    return Voice(number, [joined(pair) for pair in pairs if all(pair)], known, False)
