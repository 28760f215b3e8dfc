from django.core.management.base import BaseCommand

from ptce_hub.directory.duplicates.storing import find_all


class Command(BaseCommand):
    help = "Cherche les fiches qui pourraient être des doublons ; l'équipe les examine dans l'administration."

    def handle(self, **options):
        for noun, (new, suspects, gone) in find_all():
            names = noun._meta.verbose_name_plural
            self.stdout.write(f"{names} : {suspects} paires à examiner, dont {new} nouvelles ; {gone} levées.")
