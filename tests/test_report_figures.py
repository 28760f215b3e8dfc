"""On the real records: every figure of a report is the total of the list that it leads to, in its PDF too."""

import random
import re
from urllib.parse import unquote, urlsplit

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import resolve
from fpdf import FPDF

from poles.graph.views import GraphPage
from poles.models import Pole
from ptce_hub.directory.fields.spans import Span
from ptce_hub.directory.templatetags.french import typo
from ptce_hub.site.measuring.pages import SEED, drawn
from ptce_hub.site.report.pdf import report_pdf
from ptce_hub.site.report.reading import IN_A_FILE, Report
from ptce_hub.territories.models import Kind, Territory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_records")]
SPANS = ["1980..2026-11-22", "2015..2020", "2013-06..2014-03-15", "2016", "2022-01-31..2026"]
EVERYWHERE = ["pays-FR", "region-28", "ancienne-region-82", "epci-200040459"]
FOLLOWED = 8  # figures whose page is asked for


@pytest.fixture(scope="module")
def reports(real_records, django_db_blocker):
    """Of some territories of every level, each over a period drawn at random."""
    with django_db_blocker.unblock():
        chance = random.Random(SEED)  # noqa: S311 (a sample, not a secret)
        busy = Territory.objects.filter(pk__in=Pole.objects.published().values("territory"))
        places = [Territory.objects.get_by_ref(ref) for ref in EVERYWHERE * 2]
        for kind in (Kind.DEPARTMENT, Kind.COMMUNE, Kind.AREA):
            places += drawn(busy.filter(kind=kind), 1)
        found = [Report(place, Span.parse(chance.choice(SPANS))) for place in places]
        for report in found:
            assert report.sections
        return found


def figures_of(report):
    for section in report.sections:
        yield from (figure for figure in (section.key, section.apart, *section.figures) if figure)


def total_of(figure):
    """What the list, or the graph, at the address of the figure says that there is."""
    parts = urlsplit(figure.url)
    found, query = resolve(unquote(parts.path)), QueryDict(parts.query)
    view = found.func.view_class
    if issubclass(view, GraphPage):
        return None
    asked = view().filterset(query)
    assert asked.is_right, figure
    return Paginator(asked.keys(), view.paginate_by).count


def test_every_figure_is_the_total_of_the_list_it_leads_to(reports):
    seen = 0
    for report in reports:
        for figure in figures_of(report):
            total = total_of(figure)
            assert total in (figure.count, None), (report.title, figure)
            seen += bool(figure.count)
    assert seen > 100


def test_the_page_that_a_figure_leads_to_announces_it(client, reports):
    chance = random.Random(SEED)  # noqa: S311
    figures = [figure for report in reports for figure in figures_of(report) if figure.count]
    graphs = [figure for figure in figures if "/graphe/" in figure.url]
    for figure in [*chance.sample(figures, FOLLOWED), *chance.sample(graphs, 2)]:
        page = client.get(figure.url).content.decode()
        said = re.search(r'class="count">\s*(.*?)<', page, re.DOTALL)[1]
        words = " ".join(figure.words.split()[:2])  # « 3 pôles », of whatever sort
        assert re.search(rf"(^|\D){words}(\W|$)", said), (figure, said)


def test_what_is_listed_and_the_rest_make_the_figure(reports):
    for report in reports:
        for section in report.sections:
            for listing in section.listings[:1] if section.key and section.id != "reconnaissances" else ():
                assert len(listing.items) + listing.rest in (section.key.count, section.apart.count)


def test_the_pdf_gives_every_figure_with_its_link_and_is_always_the_same(monkeypatch, reports):
    report = Report(reports[2].territory, reports[2].span, IN_A_FILE)
    written, write = set(), FPDF.write

    def writing(self, height, text, link=""):
        written.add((text, link))
        return write(self, height, text, link)

    monkeypatch.setattr(FPDF, "write", writing)
    content = report_pdf(report, "https://annuaire.example")
    said = {(section.key.words, section.key.url) for section in report.key_sections}
    said |= {(figure.words, figure.url) for figure in figures_of(report) if figure.count}
    assert {(typo(words), f"https://annuaire.example{url}") for words, url in said} <= written
    assert content == report_pdf(Report(report.territory, report.span, IN_A_FILE), "https://annuaire.example")
