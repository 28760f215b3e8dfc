"""``./run manage ask_referents``, once a day: asks about the records that are due; says numbers only."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ptce_hub.contributions.asking import Interrupted, ask_all, forecast, release, uncertain


class Command(BaseCommand):
    help = (
        "Demande aux référents si leurs fiches sont à jour. À lancer chaque jour ; coupée, la commande reprend sans "
        "envoyer deux fois le même courrier."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, sans rien envoyer")
        parser.add_argument(
            "--retry-uncertain",
            action="store_true",
            help="renvoie aussi les courriers dont on ne sait pas s'ils sont partis, au risque d'un double",
        )

    def handle(self, *, dry_run, retry_uncertain, **options):
        today, report = timezone.localdate(), Counter()
        if dry_run:
            return self.say(forecast(today))
        if retry_uncertain:
            for mail in uncertain():
                release(mail)
        try:
            ask_all(today, report)
        except Interrupted:
            raise CommandError("Le serveur de courrier ne répond plus ; relancez la commande plus tard.") from None
        finally:
            report["incertains"] = uncertain().count()
            self.say(report)

    def say(self, report):
        words = ", ".join(f"{number} {what}" for what, number in report.items() if number)
        self.stdout.write(f"Courriers aux référents : {words or 'rien à envoyer'}.")
