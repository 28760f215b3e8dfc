"""What the tests of the checks share: référents asked, and the links that their mails bring."""

import re

import pytest

from tests import factories
from tests.commands import said_by

LINK = re.compile(r"https?://[^/\s]+(/referents/\S+)")


def ask(**options):
    """What the command says."""
    return said_by("ask_referents", **options)


def links_of(mail):
    """The links of a mail: exact, wrong and over of each record, then the one to stop."""
    return LINK.findall(mail.body)


@pytest.fixture
def links(mailoutbox):
    """Those of a mail about one record that is due."""
    factories.ReferentFactory(checked=400, email="anne@secret.example")
    ask()
    return dict(zip(["exact", "wrong", "over", "stop"], links_of(mailoutbox[0]), strict=True))
