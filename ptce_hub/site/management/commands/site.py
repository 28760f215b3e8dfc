"""What ``./run site`` does once the packages are installed, in one process: migrate, load, serve."""

import hashlib
import os
import signal
import sys

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import autoreload

from ptce_hub.site.models import Loaded

RECORDS = ["*/data/*.json", "ptce_hub/directory/data/*.json"]
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 (asked for by the host, never by default)


class Command(BaseCommand):
    help = "Prépare la base, charge les données livrées quand elles ont changé, et sert le site."

    def add_arguments(self, parser):
        parser.add_argument("host", nargs="?", default="127.0.0.1")
        parser.add_argument("port", nargs="?", default=8000, type=int)

    def handle(self, host, port, **options):
        exit_on_signals(130)
        self.migrate()
        call_command("load_territories", if_new=True, stdout=self.stdout)
        self.import_records()
        exit_on_signals(0)
        if settings.DEBUG:
            autoreload.run_with_reloader(self.serve, host, port)
        else:
            self.serve(host, port)

    def migrate(self):
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"La base de données ne répond pas (variable DATABASE_URL) : {error}") from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Préparation de la base…")
            call_command("migrate", verbosity=0)

    @transaction.atomic
    def import_records(self):
        """Unless these very files are the last imported; the records and their digest are written together."""
        content = hashlib.sha256()
        for path in sorted(path for pattern in RECORDS for path in settings.BASE_DIR.glob(pattern)):
            content.update(path.read_bytes())
        files = {"command": "import_records", "digest": content.hexdigest()}
        if not Loaded.objects.filter(**files).exists():
            call_command("import_records", stdout=self.stdout)
            Loaded(**files).save()

    def serve(self, host, port):
        try:
            server = ThreadedWSGIServer((host, port), WSGIRequestHandler, ipv6=":" in host)
        except OSError as error:
            raise CommandError(f"Impossible de servir sur {host}, port {port} : {error.strerror}.") from error
        server.set_app(get_wsgi_application())
        name = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
        address = f"http://{name}:{server.server_port}/"
        if settings.LOCAL and not os.environ.get("SITE_ADDRESS"):
            settings.SITE_ADDRESS = address.rstrip("/")  # so that the links of mails lead to the port asked for
        self.stdout.write(f"\nLe site est prêt : {address}")
        self.stdout.write(f"Pour l'administrer : ./run manage createsuperuser, puis {address}admin/")
        if host not in {"127.0.0.1", "::1", "localhost"}:
            names = ", ".join(settings.ALLOWED_HOSTS)
            self.stdout.write(f"Il ne répond qu'aux noms que donne la variable ALLOWED_HOSTS : {names}")
        self.stdout.write("Ctrl-C l'arrête.\n")
        server.serve_forever()


def exit_on_signals(code):
    """Ctrl-C and ``kill`` end the process quietly with ``code``."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(code))
