"""Pages within a page: a section that could be long shows its first rows, and the others one click away."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404


class SectionPage(Page):
    """A page of the section ``name``, that knows the addresses of the ones beside it."""

    def address_of(self, number):
        query = self.query.copy()
        query[self.name] = number
        return f"?{query.urlencode()}#{self.name}"

    @property
    def address_before(self):
        return self.address_of(self.previous_page_number())

    @property
    def address_after(self):
        return self.address_of(self.next_page_number())


class SectionPaginator(Paginator):
    def _get_page(self, *args, **kwargs):
        return SectionPage(*args, **kwargs)


def page_of(rows, request, name, size):
    """The page of ``rows`` that ``?name=2`` asks for; 404, in French, when there is none."""
    number = request.GET.get(name, "1")
    try:
        page = SectionPaginator(rows, size).page(number)
    except InvalidPage:
        raise Http404(f"« {name}={number[:20]} » n’est pas une page de cette fiche.") from None
    page.query, page.name = request.GET, name
    return page
