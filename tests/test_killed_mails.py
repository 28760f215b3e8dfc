"""The mails to référents and to whoever published, killed at random: nobody is written to twice, nothing is lost."""

import json
import os
import subprocess
import sys

from tests.browser import ROOT
from tests.databases import address_of, copied

KILLS, SEED = int(os.environ.get("KILLS", "6")), 2026


def test_killed_at_random_the_mails_leave_once_and_nothing_is_lost(django_db_setup, django_db_blocker, tmp_path):
    command = [sys.executable, "-m", "tests.killing_mails", tmp_path, str(KILLS), str(SEED)]
    with django_db_blocker.unblock(), copied("mails") as database:
        environment = os.environ | {"DATABASE_URL": address_of(database), "DJANGO_SETTINGS_MODULE": "ptce_hub.settings"}
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=240)
    became = json.loads(done.stdout.splitlines()[-1])

    assert became["killed"] > 0
    assert (became["twice"], became["lost"], became["asked twice"], became["unasked"]) == ([], [], 0, 0)
    assert became["claimed"] == became["addresses"]
    assert became["mails"] + became["uncertain"] >= became["addresses"]
