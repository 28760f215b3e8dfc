"""The list and the page of any noun. A noun's pages say which entries, which filter and which words."""

from functools import cache

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.views.generic import DetailView, ListView

from ptce_hub.directory.addresses import moved_for_good
from ptce_hub.directory.history.pages import ListThen, RecordThen, shows_past
from ptce_hub.directory.listing.beside import beside, with_neighbours
from ptce_hub.directory.listing.browsing import Address, Browsing
from ptce_hub.directory.listing.facets import printable
from ptce_hub.directory.listing.filters import EntryFilter
from ptce_hub.directory.listing.paging import page_of
from ptce_hub.directory.maps import views as map_view
from ptce_hub.directory.models import FormerSlug
from ptce_hub.directory.record_reading import RecordReading
from ptce_hub.territories.models import Territory

#: Of a territory's department and region, a page says the names alone.
UNSAID_OF_HOLDERS = [
    f"territory__{holder}__{field.name}"
    for holder in ("department", "region")
    for field in Territory._meta.concrete_fields
    if field.name not in ("id", "name")
]


@cache
def address_of(url_name, prefix):
    """On a site served at ``prefix``; Django takes longer to write each."""
    return reverse(url_name)


class EntryPages:
    """What the list and the page of a noun share.

    ``card`` is the partial that shows one entry in a list, ``columns`` what its twins publish, ``life`` the dates
    between which an entry was true, if it has any. ``views`` are the ways to see the list: the word in addresses, its
    name, its template; the first is the usual one.
    """

    views = {
        map_view.LIST: ("Liste", "directory/list.html"),
        map_view.MAP: ("Carte", "directory/map.html"),
    }
    filterset_class = EntryFilter
    model = None
    title = ""
    lead = ""
    url_name = ""
    card = ""
    columns = None
    life = None

    @property
    def address(self):
        """The list's."""
        return address_of(self.url_name, get_script_prefix())

    def entries(self):
        """Every entry that the public may see."""
        return self.model.objects.published()

    def filterset(self, query):
        """The entries narrowed by ``query``, the address's own; the list, its map and its twins all answer it."""
        return self.filterset_class(query or None, queryset=self.entries())


class EntryList(ListThen, EntryPages, ListView):
    """The entries, twenty to a page, narrowed by the query string; a wrong value shows its message and no entry."""

    paginate_by = 20
    allow_empty = True

    def for_list(self, entries):
        return entries.for_cards()

    @shows_past
    def get(self, request, *args, **kwargs):
        self.view = request.GET.get("vue") or map_view.LIST
        if self.view == map_view.POINTS:
            return map_view.answer_points(self.filterset(request.GET), request.GET)
        if self.view not in self.views:
            wrong = {"pages": self, "view": printable(self.view)}
            return render(request, "directory/unknown_view.html", wrong, status=400)
        return super().get(request, *args, **kwargs)

    def get_template_names(self):
        """``template_name`` is the noun's own for the usual view."""
        _, template = self.views[self.view]
        return [self.template_name if self.template_name and self.view == map_view.LIST else template]

    def get_queryset(self):
        """The keys in order: a page is found by them, and only its own rows are read whole."""
        self.asked = self.filterset(self.request.GET)
        if not self.asked.is_right:
            return self.model.objects.none()
        return self.asked.keys()

    def get_paginator(self, *args, **kwargs):
        paginator = super().get_paginator(*args, **kwargs)
        if (total := self.asked.total) is not None:
            paginator.count = total
        return paginator

    def get_context_data(self, **kwargs):
        if self.view == map_view.MAP and self.asked.is_right:
            kwargs |= {"drawing": map_view.draw_list(self.asked, self.request.GET), "tiles": settings.TILES}
        context = super().get_context_data(pages=self, filterset=self.asked, shown_as=self.view, **kwargs)
        if self.asked.is_right:
            names = [*self.asked.filters, "vue"]
            address = Address(self.request.path, self.request.GET, names)
            alone = self.asked.form.cleaned_data["facette"]
            context["browsing"] = Browsing(self.asked, address, context["paginator"].count, alone)
            context["page_obj"].object_list = [] if alone else self.rows(context["page_obj"].object_list)
        return context

    def rows(self, keys):
        """The entries of these keys, in the same order, with all that their cards show."""
        keys = list(keys)
        rows = {entry.pk: entry for entry in self.for_list(self.entries().filter(pk__in=keys))}
        return [rows[key] for key in keys if key in rows]

    def render_to_response(self, context, **kwargs):
        return super().render_to_response(context, status=200 if self.asked.is_right else 400, **kwargs)


class EntryPage(RecordThen, EntryPages, DetailView):
    """The record; an address that it had before leads to it for ever."""

    context_object_name = "entry"

    def get_queryset(self):
        return with_neighbours(self.for_page(self.entries()), self.entries())

    def get_object(self, queryset=None):
        entry = reading_of(type(self)).read(self.kwargs["slug"])
        if entry is None:
            raise Http404
        return entry

    def for_page(self, entries):
        """What the page shows, for a number of queries that does not depend on the rows."""
        places = entries.select_related("territory__department", "territory__region").defer(*UNSAID_OF_HOLDERS)
        return places.prefetch_related("themes")

    @shows_past
    def get(self, request, *args, **kwargs):
        try:
            self.object = self.get_object()
        except Http404:
            return self.moved(kwargs["slug"])
        return self.render_to_response(self.get_context_data())

    def moved(self, slug):
        former = FormerSlug.objects.of(self.model).filter(slug=slug).first()
        entry = former and self.entries().filter(pk=former.object_id).first()
        if entry is None:
            raise Http404(f"Aucune fiche publiée à cette adresse parmi : {self.title.lower()}.")
        return moved_for_good(self.request, entry.get_absolute_url())

    def get_context_data(self, **kwargs):
        near = beside(self.object, self, self.request.GET.get("dans", ""))
        return super().get_context_data(pages=self, beside=near, **kwargs)

    def some(self, rows, name, size=15):
        """The page of a section's rows that ``?name=`` asks for."""
        return page_of(list(rows), self.request, name, size)


@cache
def reading_of(pages):
    return RecordReading(pages().get_queryset())
