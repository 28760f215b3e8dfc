"""What an import did, or would do, told in French to the person who runs it."""

from collections import Counter
from dataclasses import dataclass, field

from .models import Kind

PLURALS = {
    Kind.COUNTRY: "pays",
    Kind.REGION: "régions",
    Kind.FORMER_REGION: "anciennes régions",
    Kind.DEPARTMENT: "départements",
    Kind.AREA: "bassins, pays ou quartiers",
    Kind.EPCI: "intercommunalités",
    Kind.COMMUNE: "communes",
}


def label(territory):
    return f"{territory.name} ({territory.get_kind_display()} {territory.code})"


@dataclass
class Report:
    vintage: str
    created: Counter = field(default_factory=Counter)
    corrected: Counter = field(default_factory=Counter)
    links: Counter = field(default_factory=Counter)
    names: Counter = field(default_factory=Counter)
    pairs: Counter = field(default_factory=Counter)
    renamed: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    restored: list = field(default_factory=list)
    undecided: list = field(default_factory=list)
    blocked: list = field(default_factory=list)
    differing_areas: list = field(default_factory=list)

    def derived(self):
        return {"liens entre territoires": self.links, "autres noms et codes": self.names, "inclusions": self.pairs}

    def count_changes(self):
        counters = (self.created, self.corrected, *self.derived().values())
        return sum(counter.total() for counter in counters) + len(self.merged) + len(self.undecided)

    def lines(self):
        if not self.count_changes():
            yield f"Géographie {self.vintage} : rien à changer."
        else:
            yield f"Géographie {self.vintage} :"
            for kind, plural in PLURALS.items():
                if self.created[kind] or self.corrected[kind]:
                    yield f"  {plural} – ajouts : {self.created[kind]}, corrections : {self.corrected[kind]}"
            for what, counter in self.derived().items():
                if counter.total():
                    yield f"  {what} – ajouts : {counter['written']}, retraits : {counter['removed']}"
        for title, items in (
            ("Changements de nom", self.renamed),
            ("Réunis à un autre territoire", self.merged),
            ("Créés à partir d'un ancien nom ou code", self.restored),
            ("À trancher par une personne", self.undecided),
            ("Liens qui empêchent une réunion, à reprendre à la main", self.blocked),
            ("Zones dont le fichier diffère ; celles de la base sont gardées", self.differing_areas),
        ):
            if items:
                yield f"{title} : {len(items)}"
                yield from (f"  - {item}" for item in items)
