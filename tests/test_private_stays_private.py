"""Values that could not be there by chance are planted in every field of personal data, then looked for everywhere."""

import io
import logging
import re
import zipfile
from collections import Counter
from html import unescape
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.urls import resolve, reverse
from django.utils import timezone

from actors.models import Contact
from events.models import Speaker
from poles.models import Answer, Diagnosis, Exchange
from ptce_hub.accounts.models import User
from ptce_hub.contributions.check_links import READINGS, answer_path, exchange_path, stop_path, token_of
from ptce_hub.contributions.models import Attempt, CheckQuestion, Message, Proposal, Referent
from ptce_hub.directory.duplicates.models import MergeRecord
from ptce_hub.directory.models import Entry
from ptce_hub.directory.personal_data import REGISTER
from ptce_hub.directory.search.models import SearchEntry
from ptce_hub.directory.tabular.models import ImportRow
from ptce_hub.site.measuring.pages import public_patterns
from ptce_hub.territories.models import Territory
from tests import factories
from tests.nouns import FACTORIES

pytestmark = pytest.mark.django_db

#: How many addresses of one shape (the same view, the same word in the query) are opened.
EACH = 2
LINK = re.compile(r"""(?:href|src|action|hx-get)="([^"]+)"|<loc>([^<]+)</loc>|"(https?://testserver[^"]+)\"""")
#: Images, short addresses for paper, and addresses that only a secret link leads to.
APART = {
    "ess_month_short", "ess_month_territory_short", "event_short", "check_answer", "check_stop", "check_done",
    "change_event", "change_proposal", "contribution", "message", "share_image", "grid_test_home", "grid_test_step",
    "grid_test_result", "grid_test_csv", "grid_test_pdf", "grid_test_erased", "grid_referent", "grid_referent_reading",
    "follow_exchange", "publish_as_referent",
}  # fmt: skip


#: Where the links of a référent lead, but for what everybody reads.
FOR_A_REFERENT = ("/referents/", "/contributions/", "/messages/", "/grille/")


def seed_of(model, name):
    return f"plante{model._meta.model_name}{name}".replace("_", "")


def planted(model, name):
    """The value planted in a field."""
    field, seed = model._meta.get_field(name), seed_of(model, name)
    if isinstance(field, models.EmailField):
        return f"{seed}@secret.example"
    if isinstance(field, models.URLField):
        return f"https://secret.example/{seed}"
    return {"secret": seed} if isinstance(field, models.JSONField) else seed


def make(model, **values):
    """A row of the model, on a record that everybody sees."""
    user = apps.get_model("accounts", "User").objects.order_by("pk").first()
    match model:
        case _ if model is User:
            return factories.UserFactory(administrator=True, **values)
        case _ if model is EmailAddress:
            return EmailAddress.objects.create(user=user, **values)
        case _ if model is Authenticator:
            return Authenticator.objects.create(user=user, type="recovery_codes", **values)
        case _ if model is LogEntry:
            noun = ContentType.objects.get_for_model(User)
            return LogEntry.objects.create(
                user=user, content_type=noun, object_id=user.pk, action_flag=CHANGE, **values
            )
        case _ if model is Session:
            return Session.objects.create(session_key="x" * 32, expire_date=timezone.now(), **values)
        case _ if model is Contact:
            return factories.ContactFactory(structure__published=True, **values)
        case _ if model is Speaker:
            return factories.SpeakerFactory(session__event__published=True, session__event__start="2026-11", **values)
        case _ if model is Referent:
            return factories.ReferentFactory(checked=200, changing=["members"], **values)
        case _ if issubclass(model, Entry):
            return FACTORIES[model](published=True, placed=True, **values)
        case _ if model is Message:
            return factories.MessageFactory(**values)
        case _ if model is Attempt:
            return factories.AttemptFactory(**values)
        case _ if model is Proposal:
            return factories.ProposalFactory(**values)
        case _ if model is Diagnosis:
            return factories.DiagnosisFactory(pole__published=True, **values)
        case _ if model is Answer:
            return factories.AnswerFactory(diagnosis=Diagnosis.objects.get(), **values)
        case _ if model is ImportRow:
            return factories.ImportRowFactory(**values)
        case _ if model is MergeRecord:
            return factories.MergeRecordFactory(**values)
    raise AssertionError(f"{model.__name__} est déclaré : dites ici comment en planter une ligne.")


@pytest.fixture
def seeds():
    """What must not be found in a file, and in a page: the seeds, after planting them beside a record of each noun."""
    place = Territory.objects.get(kind="commune", code="61309")
    nouns = (
        factories.PoleFactory, factories.CooperationFactory, factories.StructureFactory, factories.NetworkFactory,
        factories.SharedPlaceFactory, factories.EventFactory, factories.CallFactory, factories.SupportOfferFactory,
        factories.ExchangeFactory,
    )  # fmt: skip
    pole, cooperation, structure, network, *_ = [factory(published=True, territory=place) for factory in nouns]
    factories.MembershipFactory(pole=pole, structure=structure)
    for one in (structure, network):  # whose graphs are then a click away
        factories.ParticipationFactory(cooperation=cooperation, structure=one)
    edition = factories.EssMonthFactory(year=2025)
    factories.EventFactory(published=True, territory=place, start="2025-11-14", ess_month=edition)
    factories.WholeGridFactory()
    pages = [pole, cooperation, structure, network]
    for held in REGISTER:
        row = make(held.model, **{name: planted(held.model, name) for name in held.fields})
        pages += [getattr(row, "structure", None), getattr(getattr(row, "session", None), "event", None)]
        if len(held.models) > 1:
            row.save()  # once more, for its history
    exchange = Exchange.objects.first()  # which another answers, and whose page gives where to write
    factories.ExchangeFactory(published=True, shares=True, territory=exchange.territory)
    factories.ReferentFactory(record=exchange, email=planted(Referent, "email"), takes_messages=True)
    hidden = {seed_of(held.model, name) for held in REGISTER if not held.in_role for name in held.fields}
    in_role = {seed_of(held.model, name) for held in REGISTER if held.in_role for name in held.fields}
    addresses = [record.get_absolute_url() for record in pages if record]
    return {"file": hidden | in_role, "page": hidden, "role": in_role, "starts": addresses}


class Walk:
    """Opens whatever the pages lead to, a few of each shape; ``leaks`` is where a seed was found."""

    def __init__(self, client, seeds, inside="/", each=EACH):
        self.client, self.seeds, self.inside, self.each = client, seeds, inside, each
        self.shapes, self.names, self.leaks, self.shown = Counter(), set(), [], set()

    def from_(self, *addresses):
        seen = set(addresses)
        queue = [link for address in addresses for link in self.open(address)]
        while queue:
            address = queue.pop()
            if address not in seen and self.is_new(address):
                seen.add(address)
                queue += self.open(address)
        return self

    def is_new(self, address):
        parts = urlsplit(address)
        if not parts.path.startswith(self.inside) or parts.path.startswith(("/static/", "/compte/")):
            return False
        if parts.path.endswith(".png"):  # pixels; what they say in words is on the page
            return False
        if self.inside == "/" and parts.path.startswith("/admin/"):
            return False
        asked = list(parse_qs(parts.query, keep_blank_values=True))
        if len(asked) > 1:  # what two filters show, each shows alone
            return False
        shape = (self.name_of(parts.path), *asked)
        self.shapes[shape] += 1
        return self.shapes[shape] <= self.each

    def name_of(self, path):
        try:
            return resolve(path).view_name
        except Exception:
            return "nowhere"

    def open(self, address):
        """Looks for the seeds in the answer; gives the addresses that it leads to."""
        response = self.client.get(address, follow=False)
        self.names.add(self.name_of(urlsplit(address).path))
        kind = response.headers.get("Content-Type", "")
        words = unpacked(response) + unquote(str(response.headers))
        seeds = self.seeds["page" if kind.startswith("text/html") else "file"]
        self.leaks += [(address, seed) for seed in seeds if seed in words.lower()]
        self.shown |= {seed for seed in self.seeds["role"] if seed in words.lower()}
        links = [next(filter(None, found)) for found in LINK.findall(words)] if "image/" not in kind else []
        links.append(response.headers.get("Location", ""))
        return [local(urljoin(address, unescape(link))) for link in links if link]


def local(address):
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http", "https"):
        return "/static/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def unpacked(response):
    """The whole answer as text, each file of an archive (a spreadsheet is one) included."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", errors="replace")


def test_no_public_address_shows_a_personal_value(client, seeds, caplog):
    with caplog.at_level(logging.INFO):
        walk = Walk(client, seeds).from_(
            "/",
            "/composants/",
            "/contributions/envoyee/",
            "/carte/contours.geojson?niveau=region",
            "/robots.txt",
            "/sitemap.xml",
            "/territoires/commune/?q=61309",
            "/territoires/region/normandie/graphe/",
            "/territoires/region/normandie/bilan.pdf",
            "/absent/",
            *seeds["starts"],
        )

    assert walk.leaks == []
    assert [seed for seed in seeds["page"] if seed in caplog.text.lower()] == []
    assert walk.shown == {"plantecontactname", "plantecontactrole", "plantecontactpage", "plantespeakername",
                          "plantespeakerrole"}  # fmt: skip
    names = {pattern.name for pattern in public_patterns()} - walk.names - APART
    assert [
        name for name in sorted(names) if not (name.startswith(("account_", "mfa_")) or name.endswith(".png"))
    ] == []


def test_the_search_knows_nobody(seeds):
    texts = [str(value).lower() for row in SearchEntry.objects.values() for value in row.values()]

    assert [seed for seed in seeds["file"] if any(seed in text for text in texts)] == []


def test_the_pages_of_a_referent_show_neither_address_nor_consent(client, seeds):
    referent, publisher = Referent.objects.order_by("pk")
    question = factories.CheckQuestionFactory(referent=referent)
    addresses = [answer_path(question, answer) for answer in CheckQuestion.Answer] + [stop_path(referent)]
    addresses += [exchange_path(publisher), reverse("publish_as_referent", args=[token_of(referent, READINGS)])]

    assert Walk(client, seeds, FOR_A_REFERENT).from_(*addresses).leaks == []
    for address in addresses:
        answer = client.post(address, follow=True)
        assert [seed for seed in seeds["page"] if seed in unpacked(answer).lower()] == []


def test_the_staff_who_may_not_see_them_see_none_in_the_admin(client, seeds, caplog):
    """A moderator, who opens all that an editor opens, and more."""
    client.force_login(factories.UserFactory(moderator=True, territories=[factories.TerritoryFactory(region=True)]))
    for_staff = {seed_of(held.model, name) for held in REGISTER if held.for_staff for name in held.fields}
    hidden = seeds["page"] - for_staff

    walk = Walk(client, {"page": hidden, "file": hidden, "role": set()}, "/admin/", 1).from_("/admin/")

    assert walk.leaks == []
    assert "admin:poles_pole_change" in walk.names
    assert [seed for seed in hidden if seed in caplog.text.lower()] == []


def test_the_walk_notices_what_leaks(client, seeds):
    pole = factories.PoleFactory(published=True, notes="Écrire à planteuseremail@secret.example")

    walk = Walk(client, seeds)
    walk.open(pole.get_absolute_url())

    assert walk.leaks == [(pole.get_absolute_url(), "planteuseremail")]
