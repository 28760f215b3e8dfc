"""The pages of a record and of a list on a past day: what was recorded then, and what was true then.

Two different things, each under its own heading: the first comes from the versions kept, which begin with the
directory itself; the second from the dates that today's records give.
"""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import render

from ptce_hub.directory.files.exports import base_of
from ptce_hub.directory.history.days import PARAMETER, PERIOD, Life, WrongDay, asked_day
from ptce_hub.directory.history.then import facts, in_force, memory_began, narrowed_then
from ptce_hub.directory.listing.browsing import Address, Browsing
from ptce_hub.directory.listing.facets import printable
from ptce_hub.directory.listing.paging import page_of
from ptce_hub.directory.maps.views import LIST

ROWS = 20


class Dated(NamedTuple):
    """Rows of a record that were true between two dates: memberships, cooperations…

    ``other`` is the record at the other end, empty for the row itself; ``whole`` the life of that record, outside
    of which the tie cannot be true.
    """

    name: str
    heading: str
    accessor: str
    other: str = ""
    life: Life = PERIOD
    whole: Life | None = None

    def state(self, row, day):
        if self.whole and self.whole.state(getattr(row, self.other), day) is False:
            return False
        return self.life.state(row, day)


class Then(NamedTuple):
    """A row as shown: what it names, where that leads, and between which dates."""

    label: str
    url: str
    since: object = None
    until: object = None
    today: str = ""  # its name today, when it has another


class Section(NamedTuple):
    heading: str
    true: object
    unknown: object


def shows_past(get):
    """For the ``get`` of a page: a past day asked for is shown instead, or refused by name."""

    def answer(self, request, *args, **kwargs):
        try:
            day = asked_day(request.GET, getattr(self, "period", ""))
        except WrongDay as mistake:
            return refuse(request, str(mistake))
        return self.get_past(request, day, *args, **kwargs) if day else get(self, request, *args, **kwargs)

    return answer


def refuse(request, mistake):
    """400, with what to mend and the way back to today."""
    context = {"mistake": mistake, "today": today_of(request), "hidden": hidden(request)}
    return render(request, "directory/wrong_day.html", context, status=400)


def today_of(request):
    """The address of the same page today, its filters kept."""
    return Address(request.path, request.GET, [name for name in request.GET if name != PARAMETER]).url


def hidden(request):
    """What the form that asks for another day carries along."""
    return [
        (name, value)
        for name in request.GET
        if name not in (PARAMETER, "page")
        for value in request.GET.getlist(name)
        if value
    ]


def surroundings(request, day, **context):
    address = today_of(request)
    return {"day": day, "today": address, "canonical": base_of(request) + address, "hidden": hidden(request), **context}


# --- A record -------------------------------------------------------------------------------------------------------


class RecordThen:
    """For the page of a record; ``dated`` are its ties that have dates."""

    dated = ()

    def get_past(self, request, day, slug):
        try:
            self.object = entry = self.get_object()
        except Http404:
            return self.moved(slug)
        version = in_force(self.model, day, entry.pk).first()
        context = surroundings(
            request,
            day,
            canonical=base_of(request) + entry.get_absolute_url(),
            pages=self,
            entry=entry,
            facts=facts(version, self.columns) if version else [],
            began=memory_began(self.model),
            sections=[self.section_then(dated, day) for dated in self.dated],
            lived=self.life.state(entry, day) if self.life else "",
            has_life=bool(self.life),
        )
        return render(request, "directory/entry_then.html", context)

    def section_then(self, dated, day):
        found = {True: [], None: [], False: []}
        for row in getattr(self.object, dated.accessor).all():
            found[dated.state(row, day)].append(row_then(row, dated))
        return Section(
            dated.heading,
            page_of(found[True], self.request, dated.name, ROWS),
            page_of(found[None], self.request, f"{dated.name}-inconnu", ROWS),
        )


def row_then(row, dated):
    record = getattr(row, dated.other) if dated.other else row
    url = record.get_absolute_url() if record else ""
    return Then(str(record or row), url, getattr(row, dated.life.since), getattr(row, dated.life.until))


# --- A list ---------------------------------------------------------------------------------------------------------


class ListThen:
    """For a list. ``period`` is the parameter that begins a period, on the lists that have one."""

    period = ""

    def get_past(self, request, day):
        if view := request.GET.get("vue"):
            words = f"La vue (vue) « {printable(view)} » ne montre qu’aujourd’hui : retirez-la, ou la date (au)."
            return refuse(request, words)
        asked = self.filterset(request.GET)
        if not asked.is_right:
            self.view = LIST
            return super().get(request)
        versions, cannot = narrowed_then(in_force(self.model, day), asked)
        context = surroundings(
            request,
            day,
            pages=self,
            pills=Browsing(asked, Address(request.path, request.GET, asked.filters), total=0).pills(),
            began=memory_began(self.model),
            cannot=cannot,
            recorded=None if cannot else page_then(self.model, versions, request),
            life=self.life,
            **(living(asked.qs, self.life, day, request) if self.life else {}),
        )
        return render(request, "directory/list_then.html", context)


def living(entries, life, day, request):
    """The records true on that day, and those whose dates do not say, by today's knowledge and today's filters."""
    order = (life.since, "sort_name", "pk")
    pages = {}
    for name, word, condition in (("true", "vrai", life.true(day)), ("unknown", "inconnu", life.unknown(day))):
        rows = entries.filter(condition).only("name", life.since, life.until, *entries.model.address_fields)
        page = page_of(rows.order_by(*order), request, word, ROWS)
        page.object_list = [
            Then(row.name, row.get_absolute_url(), getattr(row, life.since), getattr(row, life.until)) for row in page
        ]
        pages[name] = page
    return pages


def page_then(model, versions, request):
    """Named as then, leading to the page of today."""
    pk = model._meta.pk.attname
    page = page_of(versions.order_by("name", pk).values_list(pk, "name"), request, "enregistre", ROWS)
    shown = list(page)
    today = model.objects.only("name", *model.address_fields).in_bulk([key for key, _ in shown])
    page.object_list = [
        Then(name, today[key].get_absolute_url(), today=today[key].name if today[key].name != name else "")
        for key, name in shown
        if key in today
    ]
    return page
