"""One factory a model: the least that makes a valid row, and traits for situations."""

# ruff: noqa: F403
from tests.factories.checks import *
from tests.factories.contributions import *
from tests.factories.entries import *
from tests.factories.events import *
from tests.factories.grid import *
from tests.factories.ground import *
from tests.factories.tabular import *
from tests.factories.ties import *
