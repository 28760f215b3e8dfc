"""The list and the page of any noun. A noun's pages say which entries, which filter and which words."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.views.generic import DetailView, ListView

from ptce_hub.directory.filters import EntryFilter
from ptce_hub.directory.models import FormerSlug


class EntryPages:
    """What the list and the page of a noun share. ``card`` is the partial that shows one entry in a list."""

    filterset_class = EntryFilter
    model = None
    title = ""
    lead = ""
    url_name = ""
    card = ""

    def entries(self):
        """Every entry that the public may see."""
        return self.model.objects.published()


class EntryList(EntryPages, ListView):
    """The entries, twenty to a page, narrowed by the query string; a wrong value shows its message and no entry."""

    paginate_by = 20
    template_name = "directory/list.html"
    allow_empty = True

    def for_list(self, entries):
        return entries.for_cards()

    def get_queryset(self):
        self.filterset = self.filterset_class(self.request.GET or None, queryset=self.entries())
        if self.filterset.is_bound and not self.filterset.is_valid():
            return self.model.objects.none()
        return self.for_list(self.filterset.qs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(pages=self, filterset=self.filterset, **kwargs)

    def render_to_response(self, context, **kwargs):
        wrong = self.filterset.is_bound and not self.filterset.form.is_valid()
        return super().render_to_response(context, status=400 if wrong else 200, **kwargs)


class EntryPage(EntryPages, DetailView):
    """The record; an address that it had before leads to it for ever."""

    context_object_name = "entry"

    def get_queryset(self):
        return self.for_page(self.entries())

    def for_page(self, entries):
        """What the page shows, for a number of queries that does not depend on the rows."""
        return entries.select_related("territory__department", "territory__region").prefetch_related("themes")

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return self.moved(kwargs["slug"])

    def moved(self, slug):
        former = FormerSlug.objects.of(self.model).filter(slug=slug).first()
        entry = former and self.entries().filter(pk=former.object_id).first()
        if entry is None:
            raise Http404(f"Aucune fiche publiée à cette adresse parmi : {self.title.lower()}.")
        return HttpResponsePermanentRedirect(entry.get_absolute_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(pages=self, **kwargs)
