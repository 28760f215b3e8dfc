from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from ptce_hub.territories.geography import DATA
from ptce_hub.territories.importing import is_loaded, load
from ptce_hub.territories.planning import tell_how_tables_are_filled
from ptce_hub.territories.rows import InvalidFolder


class Command(BaseCommand):
    help = "Charge le code officiel géographique, ou passe à un millésime plus récent, sans rien perdre."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=DATA, help="dossier des fichiers (ceux du projet)")
        parser.add_argument("--vintage", default="", help="millésime du COG, si counts.json ne le dit pas")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien changer")
        parser.add_argument("--if-new", action="store_true", help="ne fait rien si ces fichiers ont déjà été chargés")

    def handle(self, *args, folder, vintage, dry_run, if_new, verbosity, **options):
        if not folder.is_dir():
            raise CommandError(f"Le dossier {folder} n'existe pas.")
        if if_new and is_loaded(folder):
            return
        say = self.stdout.write if verbosity > 0 else lambda text: None
        try:
            report = load(folder, vintage, dry_run, say)
        except InvalidFolder as error:
            raise CommandError(str(error)) from error
        if not dry_run:
            tell_how_tables_are_filled()
        for line in report.lines():
            say(line)
        if dry_run:
            say("Essai seulement : rien n'a été changé.")
