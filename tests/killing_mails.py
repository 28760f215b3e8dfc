"""A process of its own, with its own database, whose children send mails until they are killed at random moments.

``python -m tests.killing_mails FOLDER KILLS SEED`` writes what became of them on the last line, as JSON.
"""

import json
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from pathlib import Path

ADDRESSES = 60
LONGEST = 0.25  # seconds before a child is killed


def main(folder, kills, seed):
    import django
    from django.conf import settings

    options = {"file_path": str(folder / "mails")}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": options}}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill()
    chance = random.Random(seed)  # noqa: S311 (a moment, not a secret)
    killed = 0
    while killed < kills and waiting():
        killed += child_dies(ask, chance.uniform(0.02, LONGEST))
    between = found(folder / "mails")["mails"]
    child_dies(ask, None)
    print(json.dumps({"killed": killed, "before the last run": between} | found(folder / "mails")))


def ask():
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("ask_referents", stdout=nowhere)


def waiting():
    """Whether some are still to be asked; a child inherits no connection."""
    from django.db import connections
    from django.utils import timezone

    from ptce_hub.contributions.asking import forecast

    left = forecast(timezone.localdate())["à envoyer"]
    connections.close_all()
    return left


def child_dies(act, moment):
    """Whether the child that does ``act`` was killed after ``moment`` seconds; None lets it end."""
    child = os.fork()
    if not child:
        act()
        os._exit(0)
    if moment is not None:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def fill():
    """People with one to three records each, all due."""
    from tests.factories import ReferentFactory

    for number in range(ADDRESSES):
        ReferentFactory.create_batch(1 + number % 3, checked=400, email=f"referent{number}@exemple.fr")


def found(mails):
    from ptce_hub.contributions.asking import uncertain
    from ptce_hub.contributions.models import CheckMail, CheckQuestion, Referent

    words = "".join(file.read_text() for file in sorted(mails.iterdir()))
    sent = Counter(re.findall(r"^To: (\S+)$", words, re.MULTILINE))
    doubtful = set(Referent.objects.filter(questions__mail__in=uncertain()).values_list("email", flat=True))
    everybody = set(Referent.objects.values_list("email", flat=True))
    return {
        "twice": [email for email, times in sent.items() if times > 1],
        "lost": sorted(everybody - set(sent) - doubtful),
        "uncertain": len(doubtful),
        "mails": len(sent),
        "claimed": CheckMail.objects.count(),
        "addresses": len(everybody),
        "unasked": Referent.objects.filter(questions=None).count(),
        "asked twice": CheckQuestion.objects.count()
        - Referent.objects.filter(questions__isnull=False).distinct().count(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
