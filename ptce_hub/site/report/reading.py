"""The whole content of a report, the same for its page and its PDF."""

from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.http import urlencode

from poles.views import CooperationList
from ptce_hub.directory.fields.dates import PartialDate
from ptce_hub.site.report import records, surroundings
from ptce_hub.site.report.parts import Asked
from ptce_hub.site.surroundings import nearest_entries
from ptce_hub.territories.models import Kind, LoadedVintage


class Most(NamedTuple):
    """How much of each list is shown before « et N autres »; ``periods``, bars of the drawing."""

    rows: int
    undated: int
    names: int
    sources: int
    periods: int


ON_A_PAGE = Most(rows=5, undated=2, names=4, sources=5, periods=5)
IN_A_FILE = Most(rows=60, undated=20, names=60, sources=150, periods=16)
SECTIONS = (
    records.poles, records.cooperations, records.members, records.events, records.recognitions, surroundings.graph,
    surroundings.spread, surroundings.growth, surroundings.support,
)  # fmt: skip


def day(date):
    return PartialDate.of(date)


class Report:
    def __init__(self, territory, span, most=ON_A_PAGE):
        self.territory, self.span, self.most = territory, span, most
        self.counted = []  # the lists whose sources are the report's

    def ask(self, pages, **query):
        """The list of a noun in this territory."""
        return Asked(pages, **({"territoire": self.territory.ref} | query))

    def counting(self, pages, **query):
        """The same, of records whose sources are the report's."""
        self.counted.append(self.ask(pages, **query))
        return self.counted[-1]

    @cached_property
    def cooperations(self):
        """Those that are going on in the period."""
        return self.counting(CooperationList, encours=self.span.word)

    @cached_property
    def sections(self):
        return [read(self) for read in SECTIONS]

    @property
    def key_sections(self):
        return [section for section in self.sections if section.key]

    @property
    def told_sections(self):
        return [section for section in self.sections if section.is_told]

    @property
    def is_empty(self):
        """Whether nothing is recorded here, of this period or without a date."""
        return not any(section.has_records for section in self.sections)

    @cached_property
    def sources(self):
        """Once the sections have been read, whose lists they are."""
        return self.sections and surroundings.Sources(self)

    @cached_property
    def nearest(self):
        """Where nothing is, what is nearest."""
        return nearest_entries(self.territory) if self.is_empty else []

    def place_of(self, row):
        """Where a record stands, unless it is in the territory itself."""
        return [row.territory.name] if row.territory_id and row.territory_id != self.territory.pk else []

    @property
    def page_url(self):
        period = {"du": self.span.first.iso, "au": self.span.final.iso}
        return f"{self.territory.get_absolute_url()}bilan/?{urlencode(period)}"

    # --- In words -----------------------------------------------------------------------------------------------------

    @property
    def title(self):
        return f"Bilan de la coopération : {self.territory}, {self.span}"

    @property
    def about(self):
        """Who drew it, when and from what."""
        changed, vintage = self.sources.changed, LoadedVintage.objects.last()
        known = f"dernière modification d’une de ces fiches le {day(timezone.localtime(changed))}" if changed else ""
        limits = f"territoires du code officiel géographique de {vintage}" if vintage else ""
        data = " ; ".join(filter(None, [known, limits])) or "aucune fiche"
        publisher = settings.PUBLISHER_NAME or "non renseigné"
        return f"Tiré le {day(timezone.localdate())} de l’annuaire PTCE Hub. Éditeur : {publisher}. Données : {data}."

    @property
    def method(self):
        here = (
            "« Ici » veut dire situé en France par une source, où que ce soit."
            if self.territory.kind == Kind.COUNTRY
            else f"« Ici » veut dire : {self.territory}, et ce que ses limites contiennent en entier ; pas ce qui "
            "n’est situé qu’à une échelle plus large."
        )
        if self.territory.ended:
            here += " Ce territoire a pris fin : on compte ce qui se trouve aujourd’hui dans ses anciennes limites."
        return [
            here,
            "Seules les fiches publiées comptent. Une date connue à l’année ou au mois vaut pour toute l’année ou tout "
            "le mois ; pour un événement, il faut que la période les contienne en entier.",
            "Ce qu’aucune source ne date est compté à part : ni dans la période, ni en dehors. Un nombre ne dit que ce "
            "qui est enregistré ici, jamais tout ce qui existe ; chaque nombre mène à la liste qu’il compte.",
            *([self.checks] if self.sources.changed else []),
        ]

    @property
    def checks(self):
        sources = self.sources
        if sources.last_check is None:
            return "Aucune de ces fiches n’a encore été vérifiée auprès des intéressés."
        known = f"Vérifications de ces fiches : la plus récente le {day(sources.last_check)}"
        known += f", la plus ancienne le {day(sources.first_check)}"
        return f"{known} ; d’autres n’ont jamais été vérifiées." if sources.some_unchecked else f"{known}."
