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
from functools import partial
from pathlib import Path

COMMANDS = ("ask_referents", "tell_matches")
ADDRESSES = 60
PAIRS = 15  # of a need and what answers it, each side with an address of its own
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
        killed += child_dies(partial(send, chance.choice(COMMANDS)), chance.uniform(0.02, LONGEST))
    between = found(folder / "mails")["mails"]
    child_dies(partial(send, *COMMANDS), None)
    print(json.dumps({"killed": killed, "before the last run": between} | found(folder / "mails")))


def send(*commands):
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        for command in commands:
            call_command(command, stdout=nowhere)


def waiting():
    """Whether some are still to be asked or told; a child inherits no connection."""
    from django.db import connections
    from django.utils import timezone

    from ptce_hub.contributions import asking
    from ptce_hub.contributions.exchanging import announcing

    left = sum(mails.forecast(timezone.localdate())["à envoyer"] for mails in (asking, announcing))
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
    """People with one to three records each, all due; and pairs of exchanges, each in a place of its own."""
    from tests.factories import ExchangeFactory, ReferentFactory, TerritoryFactory

    for number in range(ADDRESSES):
        ReferentFactory.create_batch(1 + number % 3, checked=400, email=f"referent{number}@exemple.fr")
    for number in range(PAIRS):
        place = TerritoryFactory()
        for shares in (False, True):
            exchange = ExchangeFactory(published=True, shares=shares, territory=place)
            address = f"annonce{number}-{shares:d}@exemple.fr"
            ReferentFactory(record=exchange, email=address, takes_messages=True)


def found(mails):
    from poles.models import Exchange
    from ptce_hub.contributions.asking import uncertain
    from ptce_hub.contributions.exchanging import announcing
    from ptce_hub.contributions.models import CheckMail, CheckQuestion, Referent, ToldMatch
    from ptce_hub.contributions.nouns import BY_MODEL

    words = "".join(file.read_text() for file in sorted(mails.iterdir()))
    sent = Counter(re.findall(r"^To: (\S+)$", words, re.MULTILINE))
    doubtful = set(Referent.objects.filter(questions__mail__in=uncertain()).values_list("email", flat=True))
    publishers = Referent.objects.filter(content_type=BY_MODEL[Exchange].content_type)
    untold = announcing.uncertain().values("exchange")
    doubtful |= set(publishers.filter(object_id__in=untold).values_list("email", flat=True))
    everybody = set(Referent.objects.values_list("email", flat=True))
    return {
        "twice": [email for email, times in sent.items() if times > 1],
        "lost": sorted(everybody - set(sent) - doubtful),
        "uncertain": len(doubtful),
        "mails": len(sent),
        "claimed": CheckMail.objects.count() + ToldMatch.objects.count(),
        "addresses": len(everybody),
        "unasked": Referent.objects.exclude(pk__in=publishers).filter(questions=None).count(),
        "asked twice": CheckQuestion.objects.count()
        - Referent.objects.filter(questions__isnull=False).distinct().count(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
