"""What some tests need of the machine: without it they are skipped, save on CI, where they must run."""

import os
import shutil

import pytest


def needed(*names):
    """The path of the first of these programs that the machine has."""
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        complain = pytest.fail if os.environ.get("CI") else pytest.skip
        complain(f"Aucun {names[0]} sur cette machine : ce que ce test prouve n'est pas vérifié ici.")
    return found
