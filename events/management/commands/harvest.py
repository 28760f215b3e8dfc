"""``./run manage harvest``, every hour or every day: reads again the agendas that others keep."""

from django.core.management.base import BaseCommand

from events.harvest.reading import read_source
from events.models import Source


class Command(BaseCommand):
    help = (
        "Relit les sources d'événements suivies et dit, pour chacune, ce qui a changé. Relancée, ne change plus rien."
    )

    def handle(self, **options):
        failures = 0
        for source in Source.objects.filter(active=True).select_related("territory"):
            went_well = read_source(source)
            failures += not went_well
            self.stdout.write(f"{source} : {'' if went_well else 'EN PANNE. '}{source.outcome}")
        self.stdout.write(f"Sources en panne : {failures}.")
