"""What the graph of cooperation costs when it is large: the first time for a version of the data, then each time."""

import random
from time import perf_counter

from django.core.management import BaseCommand
from django.db import transaction
from django.test import override_settings

from actors.models import Structure
from poles.models import Cooperation, Membership, Participation, Pole
from ptce_hub.directory.models import Status
from ptce_hub.site.management.commands.measure_pages import AS_IN_PRODUCTION
from ptce_hub.site.measuring.cost import Server, in_yardsticks
from ptce_hub.site.measuring.database import temporary_database
from ptce_hub.site.measuring.pages import SEED
from ptce_hub.site.measuring.weight import weigh

ROUNDS = 5
BAR = 10  # yardsticks, once the graph is made
SLOW = 5  # seconds, to make it
AROUND = 60  # structures among which those of one cooperation are drawn: they make groups, and some bridges
MADE = (Structure, Pole, Cooperation, Membership, Participation)
PAGES = (
    "/graphe/", "/graphe/?vue=ponts", "/graphe/?vue=isoles", "/graphe/?vue=liens", "/graphe/?vue=dessin",
    "/graphe/?nature=filiere&de=2005", "/poles/pole-d-essai-00001/graphe/",
    "/acteurs/structure-d-essai-00001/graphe/", "/acteurs/structure-d-essai-00001/graphe/?vue=dessin",
)  # fmt: skip
FILES = ("/graphe.graphml", "/graphe.gexf", "/graphe.csv", "/graphe.json", "/graphe.svg")


class Command(BaseCommand):
    help = "Mesure le graphe de la coopération sur une base d'essai : 5 000 structures et 20 000 liens."

    def add_arguments(self, parser):
        parser.add_argument("--structures", type=int, default=5000)
        parser.add_argument("--links", type=int, default=20_000)

    def handle(self, structures, links, **options):
        with temporary_database(), override_settings(**AS_IN_PRODUCTION):
            fill(structures, links)
            self.stdout.write(
                " ; ".join(f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in MADE)
            )
            site = Server()
            site.get("/plan-du-site/")  # what any first page costs is not the graph's
            first = {address: seconds(site, address) for address in (*PAGES, *FILES)}
            costs, unit = in_yardsticks(site, list(PAGES), ROUNDS)
            self.stdout.write(f"{'page':<56} 1re fois    ensuite   nœuds   SQL (Y : {unit * 1000:.1f} ms)")
            for address in PAGES:
                told = f"{costs[address]:>8.2f} Y {weigh(address, site).nodes:>7} {site.queries(address):>5}"
                self.stdout.write(f"{address:<56} {first[address]:>6.2f} s {told}")
            for address in FILES:
                self.stdout.write(f"{address:<56} {first[address]:>6.2f} s")
        for address in PAGES:
            if costs[address] > BAR or first[address] > SLOW:
                self.stdout.write(self.style.ERROR(f"{address} : au plus {BAR} Y, et {SLOW} s la première fois."))


def seconds(site, address):
    start = perf_counter()
    site.get(address)
    return perf_counter() - start


@transaction.atomic
def fill(structures, links):
    """A fifth of the links are memberships of poles, eight by pole; the others, cooperations of five."""
    chance = random.Random(SEED)  # noqa: S311 (a sample, not a secret)
    keys = made(Structure, structures, lambda number: {"kind": Structure.Kind.ASSOCIATION})
    poles = made(Pole, links // 40, lambda number: {"started": str(1990 + number % 30)})
    kinds = Cooperation.Kind.values
    cooperations = made(
        Cooperation,
        links * 4 // 25,
        lambda number: {"kind": kinds[number % len(kinds)], "started": f"{1990 + number % 30}-05"},
    )
    tie(Membership, "pole_id", poles, 8, keys, chance)
    tie(Participation, "cooperation_id", cooperations, 5, keys, chance)


def made(model, count, fields):
    rows = (
        model(
            name=f"{model._meta.verbose_name.capitalize()} d'essai {number:05}",
            slug=f"{model.__name__.lower()}-d-essai-{number:05}",
            sort_name=f"{number:05}",
            status=Status.PUBLISHED,
            **fields(number),
        )
        for number in range(1, count + 1)
    )
    model.objects.bulk_create(rows, batch_size=500)
    return list(model.objects.order_by("slug").values_list("pk", flat=True))


def tie(model, owner, owners, each, keys, chance):
    """Ties each of the ``owners`` to structures that stand near each other in the list."""

    def rows():
        for key in owners:
            first = chance.randrange(max(1, len(keys) - AROUND))
            for structure in chance.sample(keys[first : first + AROUND], min(each, len(keys))):
                yield model(**{owner: key}, structure_id=structure)

    model.objects.bulk_create(rows(), batch_size=500)
