"""What the tests of duplicates share: two structures of one body, and their merge as the admin asks for it."""

import pytest

from ptce_hub.directory.duplicates.pages import merge_address
from tests import factories
from tests.factories import MembershipFactory, StructureFactory


@pytest.fixture
def pair():
    """Two structures of one body, tied to all that a structure may be tied to."""
    kept, other = StructureFactory(name="Grands Ensemble", published=True), StructureFactory(name="Grands Ensembles")
    tie_everything(kept)
    tie_everything(other)
    return kept, other


def tie_everything(structure):
    theme = factories.ThemeFactory()
    structure.themes.set([theme])
    MembershipFactory(structure=structure, pole__published=True)
    factories.ContactFactory(structure=structure)
    factories.SuccessionFactory(predecessor=structure)
    factories.SuccessionFactory(successor=structure)
    factories.NetworkMembershipFactory(structure=structure)
    factories.ParticipationFactory(structure=structure)
    factories.SpeakerFactory(structure=structure)
    factories.EventRoleFactory(structure=structure)
    factories.ExchangeFactory(pole=None, structure=structure)
    factories.EditionOrganiserFactory(structure=structure, label="")
    factories.CheckQuestionFactory(referent__record=structure)
    for owner, field in [
        (factories.SupportOfferFactory(), "providers"),
        (factories.CallFactory(), "organisers"),
        (factories.SharedPlaceFactory(), "managed_by"),
    ]:
        getattr(owner, field).add(structure)


def preview(client, *entries, garder=""):
    return client.get(f"{merge_address(type(entries[0]), *(entry.pk for entry in entries))}&garder={garder}")


def sent(response, **changes):
    """The form of the preview as shown, with ``changes``."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def merge_them(client, *entries, **changes):
    page = merge_address(type(entries[0]), *(entry.pk for entry in entries))
    return client.post(page, sent(preview(client, *entries), **changes))
