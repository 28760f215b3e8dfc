"""The programme of an event: its sessions by day and half-day, those held together side by side."""

from itertools import count, groupby
from typing import NamedTuple

from events.models import Session
from events.wording import day

HALVES = {"": 0, Session.HalfDay.MORNING: 1, Session.HalfDay.AFTERNOON: 2, Session.HalfDay.EVENING: 3}
NOON, EVENING = 13, 18  # hours at which a half-day that no source names is over


class Track(NamedTuple):
    """What one may follow while the others are held; without a name when none is given."""

    name: str
    sessions: list


class Slot(NamedTuple):
    """Sessions for all in one track, or several tracks at once."""

    tracks: list

    @property
    def is_parallel(self):
        return len(self.tracks) > 1


class Part(NamedTuple):
    """A half-day: ``day`` is told in events of several days only."""

    day: str
    half: str
    slots: list

    @property
    def title(self):
        words = ", ".join(word for word in (self.day, self.half) if word)
        return words[:1].upper() + words[1:]


def programme_of(sessions):
    """The half-days in order. Within one, by hour where hours are known, else in the order of the programme."""
    sessions = sorted(sessions, key=order)
    several_days = len({session.day for session in sessions if session.day}) > 1
    return [
        Part(day_words(date) if several_days and date else "", half, slots_of(list(some)))
        for (date, half), some in groupby(sessions, key=lambda session: (session.day, half_of(session)))
    ]


def order(session):
    date = session.day.iso if session.day else ""
    hour = session.start_time.isoformat() if session.start_time else ""
    return date, HALVES[half_of(session)], hour, session.position, session.pk


def half_of(session):
    """The half-day said, else that of its hour; '' when neither is known."""
    if session.half_day or session.start_time is None:
        return session.half_day
    hour = session.start_time.hour
    halves = Session.HalfDay
    return halves.MORNING if hour < NOON else halves.AFTERNOON if hour < EVENING else halves.EVENING


def day_words(date):
    return day(date) if date.day else str(date)


def slots_of(sessions):
    """Consecutive sessions with a track are held together, one column a track; so are those of the same hour."""
    alone = count()

    def slot(session):
        if session.track:
            return "tracks"
        return session.start_time or next(alone)

    slots = []
    for _, some in groupby(sessions, key=slot):
        slots.append(Slot(tracks_of(list(some))))
    return merged(slots)


def tracks_of(sessions):
    tracks, names = {}, count()
    for session in sessions:
        tracks.setdefault(session.track or next(names), []).append(session)
    return [Track(name if isinstance(name, str) else "", some) for name, some in tracks.items()]


def merged(slots):
    """Sessions for all that follow one another make one list."""
    found = []
    for parallel, some in groupby(slots, key=lambda slot: slot.is_parallel):
        some = list(some)
        sessions = [session for slot in some for track in slot.tracks for session in track.sessions]
        found += some if parallel else [Slot([Track("", sessions)])]
    return found
