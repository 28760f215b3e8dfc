from django.core.management import BaseCommand, CommandError

from ptce_hub.site.generating import generate, others_published


class Command(BaseCommand):
    help = "Remplit la base de fiches d'essai, pour mesurer ; jamais sur une base qui sert."

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=1000, help="fiches de chaque sorte (1000 par défaut)")
        parser.add_argument("--force", action="store_true", help="même à côté de vraies fiches")

    def handle(self, rows, force, **options):
        real = others_published()
        if real and not force:
            those = "fiche publiée qui n'est" if real == 1 else "fiches publiées qui ne sont"
            raise CommandError(
                f"Cette base contient {real} {those} pas d'essai : les deux se mêleraient sur le site. Choisissez une "
                "autre base avec DATABASE_URL, ou ajoutez --force."
            )
        generate(rows, say=self.stdout.write)
        self.stdout.write("Fait. Ces fiches s'appellent toutes « … d'essai 00001 » et suivantes.")
