"""What the views of a month of events cost when it has ten times more of them."""

from datetime import date

from django.core.management import BaseCommand
from django.db import transaction
from django.test import override_settings

from actors.models import Structure
from events.models import Event
from ptce_hub.directory.models import Status
from ptce_hub.site.management.commands.measure_pages import AS_IN_PRODUCTION
from ptce_hub.site.measuring.cost import Server, in_yardsticks
from ptce_hub.site.measuring.database import temporary_database
from ptce_hub.site.measuring.weight import weigh
from ptce_hub.territories.importing import load
from ptce_hub.territories.models import Kind, Territory

MONTH = date(2100, 11, 1)
DAYS = 30
ROUNDS = 7
YARDSTICK_ROWS = 20
BARS = {"liste": 1.5, "tableau du mois": 2, "programme": 1.5, "agenda ICS": 3}  # of few to many, of the same page
ADDRESSES = {
    "liste": "/evenements/?mois=2100-11",
    "tableau du mois": "/evenements/?vue=mois&mois=2100-11",
    "programme": "/evenements/?vue=programme&mois=2100-11",
    "agenda ICS": "/evenements.ics?mois=2100-11",
}


class Command(BaseCommand):
    help = "Mesure la liste, le tableau, le programme et l'agenda d'un mois, sur une base d'essai, à deux tailles."

    def add_arguments(self, parser):
        parser.add_argument("--few", type=int, default=500)
        parser.add_argument("--many", type=int, default=5000)

    def handle(self, few, many, **options):
        with temporary_database(), override_settings(**AS_IN_PRODUCTION):
            load()
            add_structures()
            costs = [self.measured(add_up_to(count)) for count in (few, many)]
        for name, bar in BARS.items():
            ratio = costs[1][name] / costs[0][name]
            self.stdout.write(f"{name:<16} {many} pour {few} : {ratio:.2f} fois (au plus {bar})")

    def measured(self, count):
        """Print the figures of each view; gives its CPU in yardsticks."""
        site = Server()
        costs, _ = in_yardsticks(site, list(ADDRESSES.values()), ROUNDS)
        for name, address in ADDRESSES.items():
            nodes = weigh(address, site).nodes if "ics" not in address else "–"
            words = f"{costs[address]:>6.2f} Y, {site.queries(address)} requêtes SQL, {nodes} nœuds"
            self.stdout.write(f"{count:>6} événements, {name:<16} {words}")
        return {name: costs[address] for name, address in ADDRESSES.items()}


def add_structures():
    """The rows of the yardstick's page: an empty one would make the unit too small."""
    communes = Territory.objects.filter(kind=Kind.COMMUNE)[:YARDSTICK_ROWS]
    Structure.objects.bulk_create(
        Structure(
            name=f"Structure d'essai {number:02}",
            slug=f"structure-d-essai-{number:02}",
            sort_name=f"structure d essai {number:02}",
            summary="Ce que fait cette structure, en une phrase qui tient sur deux lignes. " * 3,
            status=Status.PUBLISHED,
            territory=commune,
        )
        for number, commune in enumerate(communes)
    )


@transaction.atomic
def add_up_to(count):
    """Events of one day each, a few of three, all over the month and the country."""
    communes = list(Territory.objects.filter(kind=Kind.COMMUNE).order_by("code").values_list("pk", flat=True)[::70])
    there = Event.objects.count()
    Event.objects.bulk_create(made(number, communes) for number in range(there, count))
    return count


def made(number, communes):
    day = number % DAYS
    return Event(
        name=f"Rendez-vous d'essai {number:05}",
        slug=f"rendez-vous-d-essai-{number:05}",
        sort_name=f"rendez vous d essai {number:05}",
        status=Status.PUBLISHED,
        start=MONTH.replace(day=day + 1).isoformat(),
        end=MONTH.replace(day=min(day + 3, DAYS)).isoformat() if number % 10 == 0 else None,
        start_time=f"{8 + number % 12:02}:00" if number % 4 else None,
        kind=Event.Kind.values[number % len(Event.Kind.values)],
        territory_id=communes[number * 31 % len(communes)],
    )
