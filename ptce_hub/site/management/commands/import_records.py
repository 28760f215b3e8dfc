"""``./run manage import_records``: the records of the apps' ``data/`` folders, all or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actors.importing import import_actors
from events.importing import import_events
from poles.grid_importing import import_grid
from poles.importing import DATA as POLES_DATA
from poles.importing import import_poles
from ptce_hub.directory.importing import Batch
from ptce_hub.directory.models import Theme
from ptce_hub.directory.records import Refused, read_records
from ptce_hub.directory.search.indexing import rebuilt_after
from ptce_hub.territories.planning import tell_how_tables_are_filled

THEMES = Path(__file__).parents[3] / "directory" / "data" / "themes.json"


def import_records(say=lambda line: None):
    """Load every file of every app in one transaction; returns the report. ``Refused`` leaves all as it was."""
    with transaction.atomic(), rebuilt_after():
        import_themes()
        batch = Batch()
        for title, step in (
            ("acteurs", import_actors),
            ("pôles et coopérations", import_poles),
            ("grille d'analyse", lambda batch: import_grid(batch, POLES_DATA / "analysis_grid.json")),
            ("événements", import_events),
        ):
            say(f"Lecture des fiches : {title}…")
            step(batch)
    return batch.report


def import_themes():
    for record in read_records(THEMES):
        Theme.objects.update_or_create(slug=record.label, defaults={"label": record.text("label")})


class Command(BaseCommand):
    help = "Charge les fiches livrées avec le site. Sans effet sur ce qui n'a pas changé ou qu'une personne a modifié."

    def handle(self, *, verbosity, **options):
        try:
            report = import_records(self.stdout.write if verbosity else lambda line: None)
        except Refused as problem:
            raise CommandError(f"Rien n'a été importé. {problem}") from None
        tell_how_tables_are_filled()
        if verbosity:
            for line in report.lines():
                self.stdout.write(line)
            self.stdout.write(self.style.SUCCESS(f"{report.changes} changements."))
