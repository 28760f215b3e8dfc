"""What a report says around its records: the graph, how one cooperates, how it grew, who helps, the sources."""

from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.http import urlencode

from actors.views import NetworkList, SupportOfferList
from poles.graph import subjects
from poles.graph.asking import Asked as GraphAsked
from poles.graph.asking import graph_asked
from poles.graph.views import SMALL
from poles.views import CooperationList, PoleList
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.directory.fields.lines import Source
from ptce_hub.directory.fields.spans import Span
from ptce_hub.directory.listing.facets import UNKNOWN, count_together
from ptce_hub.directory.listing.filters import Reach
from ptce_hub.directory.templatetags.french import site_name
from ptce_hub.site.growth import grown
from ptce_hub.site.report.parts import Figure, Item, Section, address_of, some
from ptce_hub.site.spread import LEAST
from ptce_hub.territories.levels import URL_WORDS
from ptce_hub.territories.models import Kind
from ptce_hub.territories.names import fold

OFFICIAL = "L’échelle des degrés est une proposition de ce projet, non un texte du Labo de l’ESS."
KEY = (
    "Sur le dessin, les structures sont de petits ronds verts, les coopérations des carrés ocre, les pôles de gros "
    "ronds noirs ; la place ne veut rien dire."
)
#: What begins: its list, one and several.
BEGINNING = (
    (CooperationList, "coopération commencée", "coopérations commencées"),
    (PoleList, "pôle qui commence à coopérer", "pôles qui commencent à coopérer"),
)
REACHES = (
    (Reach.HERE, "dont le territoire est ici"),
    (Reach.WIDER, "d’une échelle plus large"),
    (Reach.ACROSS, "à cheval sur ce territoire"),
)


# --- The graph ------------------------------------------------------------------------------------------------------


class Drawn:
    """The graph of the territory in the years of the period, and the addresses of its page and of its drawing."""

    def __init__(self, territory, span):
        self.is_whole = territory.kind == Kind.COUNTRY
        about = subjects.whole() if self.is_whole else subjects.territory(URL_WORDS[territory.kind], territory.slug)
        years = {"de": span.first.year, "a": span.final.year}
        self.graph = graph_asked(GraphAsked(about.steps, *years.values()), about)
        self.url, self.image = (f"{about.file_url(ending)}?{urlencode(years)}" for ending in ("", ".svg"))
        self.is_legible = len(self.graph.nodes) <= SMALL

    def figures(self):
        for kind, one, several in (
            ("structure", "structure", "structures"),
            ("cooperation", "coopération", "coopérations"),
            ("pole", "pôle", "pôles"),
        ):
            yield self.figure(self.graph.count[kind], one, several)
        yield self.figure(len(self.graph.links), "lien", "liens")

    def figure(self, count, one, several):
        return Figure(count, one if count < 2 else several, "dans le graphe", self.url)

    @property
    def note(self):
        reach = (
            "Le graphe a toutes les structures de l’annuaire, liées ou non."
            if self.is_whole
            else "Le graphe va jusqu’aux voisins : structures d’ailleurs, pôles et coopérations liés à ceux d’ici."
        )
        words = f"{reach} Il compte par années entières, et laisse de côté ce dont on ne connaît pas le début."
        return f"{words} {KEY}" if self.is_legible else words


def graph(report):
    drawn = Drawn(report.territory, report.span)
    if not drawn.graph.links:
        return Section("graphe", "Qui coopère avec qui")
    return Section(
        "graphe",
        "Qui coopère avec qui",
        figures=list(drawn.figures()),
        notes=[drawn.note],
        graph=drawn,
    )


# --- How one cooperates -----------------------------------------------------------------------------------------------


def spread(report):
    """Nothing is told of less than ``LEAST`` cooperations."""
    during = report.cooperations
    names = ("degre", "choix")
    counts = count_together([during.filterset.filters[name] for name in names], during.entries)
    figures = []
    for name, values in zip(names, counts, strict=True):
        if sum(value.count for value in values if value.word != UNKNOWN) >= LEAST:
            figures += [value_figure(during, name, value) for value in values]
    note = (
        f"Des coopérations en cours dans la période, à leur dernière évaluation. {OFFICIAL} Ce n’est pas un "
        f"classement, et rien n’est dit de moins de {LEAST} coopérations."
    )
    return Section("comment", "Comment on coopère", figures=figures, notes=[note])


def value_figure(during, name, value):
    noun = "coopération" if value.count < 2 else "coopérations"
    label = during.filterset.filters[name].label.partition(" (")[0].lower()
    return Figure(value.count, noun, f"{label} : {value.label}", during.with_value(name, value.word))


# --- How it grew ------------------------------------------------------------------------------------------------------


def growth(report):
    """By year, or by as many years as it takes; each number leads to its list."""
    begun = [report.ask(pages, commence=report.span.word) for pages, *_ in BEGINNING]
    told = grown([by_year(asked) for asked in begun], report.most.periods)
    section = Section("croissance", "Comment la coopération a grandi", growth=told)
    for each in told.seen if told else []:
        section.figures += figures_of(report, each)
    return section


def by_year(asked):
    date = asked.entries.life.since
    years = asked.entries.order_by().annotate(year=Substr(date, 1, 4)).values_list("year").annotate(Count("pk"))
    return {int(year): count for year, count in years}


def figures_of(report, period):
    """Of the years of ``period`` that are in the report's own."""
    first = max(report.span.first, PartialDate(period.first), key=lambda date: date.earliest)
    final = min(report.span.final, PartialDate(period.last), key=lambda date: date.latest)
    span = Span(first, final)
    for count, (pages, one, several) in zip(period.counts, BEGINNING, strict=True):
        if count:
            asked = {"territoire": report.territory.ref, "commence": span.word}
            yield Figure(count, one if count < 2 else several, str(span), address_of(pages, asked))


# --- Who helps --------------------------------------------------------------------------------------------------------


def support(report):
    """As of today: a scope and an offer have no dates that a period could be asked of."""
    section = Section("appuis", "Réseaux et accompagnement")
    for pages, one, several in (
        (NetworkList, "réseau", "réseaux"),
        (SupportOfferList, "offre d’accompagnement", "offres d’accompagnement"),
    ):
        for reach, says in REACHES:
            asked = report.ask(pages, portee=reach if reach != Reach.HERE else "")
            section.figures += some(asked.figure(one, several, says))
            if reach == Reach.HERE:
                rows = asked.entries.order_by("sort_name", "pk")
                section.listings += asked.listing(f"{several.capitalize()} {says}", rows, named, report.most.undated)
    section.notes.append("À ce jour, quelle que soit la période : ce que les sources recensent, et rien de plus.")
    return section


def named(row):
    return Item(row.name, row.get_absolute_url())


# --- The sources ------------------------------------------------------------------------------------------------------


class Cited(NamedTuple):
    """A source, and the last check of a record that draws on it, if any."""

    source: Source
    checked: object

    @property
    def printed(self):
        """The address, where the words do not say it."""
        short = site_name(self.source.url)
        return "" if short == self.source.label else short

    @property
    def says(self):
        return f"fiche vérifiée le {PartialDate.of(self.checked)}" if self.checked else "fiche jamais vérifiée"


class Sources:
    """The distinct sources of the records that the report counts or sets apart."""

    def __init__(self, report):
        self.changed, checks, cited = None, [], {}
        for asked in report.counted:
            rows = asked.entries.order_by().values_list("sources", "verified_on", "updated_at")
            for lines, checked, changed in rows:
                self.changed = max(filter(None, (self.changed, changed)))
                checks.append(checked)
                for line in lines:
                    cited[line] = max(filter(None, (cited.get(line), checked)), default=None)
        self.rows = sorted((Cited(Source(line), cited[line]) for line in cited), key=lambda row: fold(row.source.label))
        known = list(filter(None, checks))
        self.last_check, self.first_check = max(known, default=None), min(known, default=None)
        self.some_unchecked = len(known) < len(checks)
