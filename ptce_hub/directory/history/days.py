"""A past day that a page is asked for, and what was true on it by dates as precise as the sources are."""

import datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.listing.facets import printable

PARAMETER = "au"
EXAMPLE = "écrivez un jour, comme 2015-06-30 ou 30/06/2015."


class WrongDay(ValueError):
    """Why the day cannot be shown, in French."""


def asked_day(query, beside=""):
    """The day that the address asks for, None when it asks for none; ``WrongDay`` when it cannot be shown.

    With ``beside``, a parameter that the page may have, the same word ends a period instead.
    """
    if beside and beside in query:
        return None
    words = {word.strip() for word in query.getlist(PARAMETER)} - {""}
    if not words:
        return None
    if len(words) > 1:
        raise WrongDay("La date (au) n’accepte qu’une valeur : gardez-en une.")
    (word,) = words
    try:
        date = PartialDate.parse(word)
    except ValueError:
        raise WrongDay(f"« {printable(word)} » n’est pas une date : {EXAMPLE}") from None
    if not date.day:
        raise WrongDay(f"« {date} » ne dit pas quel jour : {EXAMPLE}")
    if date.earliest > timezone.localdate():
        raise WrongDay(f"Le {date} n’est pas encore passé : personne ne sait ce qui y sera vrai.")
    return Day(date.earliest)


class Day(NamedTuple):
    date: datetime.date

    @property
    def iso(self):
        return self.date.isoformat()

    @property
    def after(self):
        """The first instant that no longer belongs to it, in the site's time zone."""
        return timezone.make_aware(datetime.datetime.combine(self.date + datetime.timedelta(days=1), datetime.time()))

    def __str__(self):
        return str(PartialDate.of(self.date))


class Life(NamedTuple):
    """The columns of the dates between which something is true; each is compared at its own precision.

    What began in 2015 is true all of 2015; without a beginning, nobody knows.
    """

    since: str
    until: str

    def not_over(self, day):
        known = {f"{self.until}__in": [day.iso[:4], day.iso[:7]]}
        return Q(**{f"{self.until}__isnull": True}) | Q(**{f"{self.until}__gte": day.iso}) | Q(**known)

    def true(self, day):
        """A shorter date sorts before the days that it holds."""
        return Q(**{f"{self.since}__lte": day.iso}) & self.not_over(day)

    def unknown(self, day):
        return Q(**{f"{self.since}__isnull": True}) & self.not_over(day)

    def state(self, row, day):
        """True, False, or None when the dates do not say; the same as the conditions, of one row."""
        since, until = getattr(row, self.since), getattr(row, self.until)
        if until and until.iso < day.iso[: len(until.iso)]:
            return False
        if since is None:
            return None
        return since.iso <= day.iso


PERIOD = Life("since", "until")
