"""What a public site owes its readers: who speaks, what becomes of data, how it is built. The host fills the blanks."""

import datetime
import json
from pathlib import Path

from django.conf import settings
from django.views.generic import TemplateView

from ptce_hub.directory.personal_data import REGISTER

MEASURES = Path(__file__).parent / "data" / "measures.json"
#: Settings that the pages show, or say are not given.
HOST = (
    "PUBLISHER_NAME", "PUBLISHER_ADDRESS", "PUBLICATION_DIRECTOR", "HOSTING_PROVIDER", "CONTACT_EMAIL",
    "DATA_LICENCE_NAME", "DATA_LICENCE_URL",
)  # fmt: skip


class OwedPage(TemplateView):
    def get_context_data(self, **kwargs):
        return super().get_context_data(host={name: getattr(settings, name) for name in HOST}, **kwargs)


class PersonalData(OwedPage):
    """With what the register declares, so that the page cannot forget any of it."""

    template_name = "site/personal_data.html"

    def get_context_data(self, **kwargs):
        held = {entry.label: entry for entry in REGISTER}  # the staff's notes are declared once a noun
        return super().get_context_data(register=held.values(), **kwargs)


class Ecodesign(OwedPage):
    """With the figures of the last measure kept; without a file, it says that there are none."""

    template_name = "site/ecodesign.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(measures=measures(), **kwargs)


def measures():
    """The day of the last measure and its pages, as ``declare_measures`` wrote them; None without any."""
    if not MEASURES.exists():
        return None
    kept = json.loads(MEASURES.read_text())
    return kept | {"measured_on": datetime.date.fromisoformat(kept["measured_on"])}
