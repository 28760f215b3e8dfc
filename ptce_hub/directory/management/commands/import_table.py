"""``./run manage import_table FICHIER --noun structures``: the same import as in the admin, with the same report."""

from pathlib import Path

from django.contrib import admin
from django.core.management.base import BaseCommand, CommandError

from ptce_hub.accounts.models import User
from ptce_hub.directory.models import Status
from ptce_hub.directory.tabular.checking import counts
from ptce_hub.directory.tabular.limits import MOST_BYTES, Unreadable, too_large
from ptce_hub.directory.tabular.models import ImportRun
from ptce_hub.directory.tabular.receiving import receive
from ptce_hub.directory.tabular.reports import lines_of, write_refused
from ptce_hub.directory.tabular.running import State, go_on, start


class Command(BaseCommand):
    help = "Contrôle un tableau (CSV, XLSX, ODS) et dit ligne par ligne ce qu'il ferait ; --apply l'importe."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="le tableau")
        parser.add_argument("--noun", choices=sorted(tables()), help="ce que sont ses lignes")
        parser.add_argument("--source", help="qui tient ce tableau ; par défaut, le nom du fichier")
        parser.add_argument(
            "--user", help="adresse du compte qui importe : ses droits s'appliquent, l'historique le dit"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="contrôle seulement (c'est déjà le cas sans --apply)"
        )
        parser.add_argument("--apply", action="store_true", help="importe les lignes qui passent le contrôle")
        parser.add_argument("--all-or-nothing", action="store_true", help="n'importe rien si une ligne est refusée")
        parser.add_argument("--publish", action="store_true", help="publie les fiches créées, au lieu de les proposer")
        parser.add_argument("--refused", help="où écrire les lignes refusées, avec leur motif (CSV)")
        parser.add_argument("--resume", type=int, metavar="N", help="reprend l'import n° N, arrêté en chemin")
        parser.add_argument("--undo", type=int, metavar="N", help="annule l'import n° N")

    def handle(self, **options):
        user = self.user(options["user"])
        if options["undo"] or options["resume"]:
            run = self.known_run(options["undo"] or options["resume"])
            table = tables()[run.noun]
            if options["undo"]:
                if run.state not in (State.APPLIED, State.UNDOING):
                    raise CommandError(f"L'import n° {run.pk} n'est pas à annuler : {run.get_state_display()}.")
                run.undone_by = user
                run.save(update_fields=["undone_by"])
                start(run, State.UNDOING)
        else:
            table, run = self.received(user, options)
            start(run, State.CHECKING)
        run = go_on(table, run.pk, seconds=None)
        if options["apply"] and not options["dry_run"] and run.state == State.CHECKED:
            run = self.apply(table, run, options)
        self.report(table, run, options)

    def received(self, user, options):
        if not options["file"] or not options["noun"]:
            raise CommandError("Donnez le tableau et --noun, ou --resume, ou --undo.")
        path = Path(options["file"])
        try:
            if path.stat().st_size > MOST_BYTES:
                raise too_large()
            table = tables()[options["noun"]]
            status = Status.PUBLISHED if options["publish"] else Status.PROPOSED
            source = options["source"] or path.stem
            run = receive(table, path.read_bytes(), path.name, source[:120], user, status=status)
        except OSError as error:
            raise CommandError(f"{path} : {error.strerror}.") from None
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        return table, run

    def apply(self, table, run, options):
        if options["all_or_nothing"] and counts(run)["refused"]:
            self.stderr.write("Rien n'a été importé : des lignes sont refusées.")
            return run
        run.keep_good = not options["all_or_nothing"]
        run.save(update_fields=["keep_good"])
        start(run, State.APPLYING)
        return go_on(table, run.pk, seconds=None)

    def report(self, table, run, options):
        for line in lines_of(table, run):
            self.stdout.write(line)
        if options["refused"]:
            Path(options["refused"]).write_text("".join(write_refused(run)), encoding="utf-8")
        self.stdout.write(f"Import n° {run.pk} : {run.get_state_display()}.")

    def user(self, email):
        if not email:
            return None
        try:
            return User.objects.get_by_natural_key(email)
        except User.DoesNotExist:
            raise CommandError(f"Aucun compte n'a l'adresse {email}.") from None

    def known_run(self, number):
        try:
            return ImportRun.objects.get(pk=number)
        except ImportRun.DoesNotExist:
            raise CommandError(f"Il n'y a pas d'import n° {number}.") from None


def tables():
    """Those that the admin brings in, by name."""
    found = [getattr(each, "table", None) for each in admin.site._registry.values()]
    return {table.name: table for table in found if table}
