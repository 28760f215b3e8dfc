"""``./run manage load_grid FICHIER``: another text of the analysis grid, beside those that are there."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from poles.grid_importing import import_grid
from poles.models import Grid
from ptce_hub.directory.importing import Batch
from ptce_hub.directory.records import Refused


class Command(BaseCommand):
    help = (
        "Charge une version de la grille d'analyse, d'un fichier JSON de la forme de poles/data/analysis_grid.json. "
        "Les autres versions restent, et les réponses gardent la leur."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--current", action="store_true", help="la propose aux nouveaux tests")

    def handle(self, *, file, current, **options):
        try:
            with transaction.atomic():
                grid = import_grid(Batch(), file)
                if current:
                    grid.offer()
        except Refused as problem:
            raise CommandError(f"Rien n'a été chargé. {problem}") from None
        others = ", ".join(f"« {other.version} »" for other in Grid.objects.exclude(pk=grid.pk)) or "aucune"
        offered = Grid.objects.current().version
        self.stdout.write(
            f"« {grid.version} » est chargée. Autres versions : {others}. Aux nouveaux tests : « {offered} »."
        )
