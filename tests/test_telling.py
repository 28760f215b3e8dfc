"""Moderators are told once a day what is new in their territory, and only then; whatever happens to the process."""

import datetime
from collections import Counter

import pytest
from django.core import mail as mails
from django.db import connection
from django.utils import timezone

from ptce_hub.contributions import telling
from ptce_hub.contributions.models import Digest
from ptce_hub.contributions.telling import tell_all
from ptce_hub.territories.models import Kind, Territory
from tests import factories as make
from tests.commands import said_by

pytestmark = pytest.mark.django_db

ORNE, CORSE = "61", "2A"


def department(code):
    return Territory.objects.get(kind=Kind.DEPARTMENT, code=code)


def moderator(code):
    return make.UserFactory(moderator=True, email=f"moderation{code}@exemple.fr", territories=[department(code)])


def proposal(code, **more):
    return make.ProposalFactory(entry=make.PoleFactory(published=True, territory=department(code)), **more)


@pytest.fixture
def two():
    return moderator(ORNE), moderator(CORSE)


def run():
    return said_by("tell_moderators")


def test_each_is_told_what_is_new_in_their_territory(two, mailoutbox):
    here, away = proposal(ORNE), proposal(CORSE)
    make.ProposalFactory(unconfirmed=True, label="Non confirmée")
    said = run()

    assert {mail.to[0] for mail in mailoutbox} == {user.email for user in two}
    [first] = [mail.body for mail in mailoutbox if mail.to == [two[0].email]]
    assert here.label in first
    assert away.label not in first
    assert f"/admin/contributions/proposal/{here.pk}/change/" in first
    assert said == "Courriers aux modérateurs : 2 envoyés, 2 propositions annoncées."


def test_nothing_leaves_when_nothing_is_new(two, mailoutbox):
    assert run() == "Courriers aux modérateurs : rien de neuf."
    proposal(ORNE)
    run()
    assert run() == "Courriers aux modérateurs : rien de neuf."
    assert len(mailoutbox) == 1
    Digest.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
    assert run() == "Courriers aux modérateurs : rien de neuf."


def test_at_most_one_mail_a_day(two, mailoutbox):
    proposal(ORNE)
    run()
    proposal(ORNE)
    run()
    assert len(mailoutbox) == 1
    Digest.objects.update(day=timezone.localdate() - datetime.timedelta(days=1))
    run()
    assert len(mailoutbox) == 2
    assert "2 propositions à décider" in mailoutbox[1].subject


def test_a_flood_makes_one_short_mail(two, mailoutbox, monkeypatch):
    monkeypatch.setattr(telling, "LISTED", 2)
    for _ in range(5):
        proposal(ORNE)
    run()
    assert len(mailoutbox) == 1
    assert mailoutbox[0].body.count("/change/") == 2
    assert "et 3 autres" in mailoutbox[0].body


def test_no_editor_is_told_and_an_administrator_only_of_what_no_moderator_reaches(two, mailoutbox):
    make.UserFactory(editor=True, national=True)
    make.UserFactory(moderator=True, national=False)  # without a territory
    gone = make.UserFactory(moderator=True, national=True)
    gone.is_active = False
    gone.save()
    chief = make.UserFactory(administrator=True)
    here, nowhere = proposal(ORNE), make.ProposalFactory()
    run()
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert set(told) == {two[0].email, chief.email}
    assert nowhere.label in told[chief.email]
    assert here.label not in told[chief.email]


def test_what_the_mail_server_refuses_is_tried_again(two, mailoutbox, monkeypatch, caplog):
    proposal(ORNE)
    with monkeypatch.context() as broken:
        broken.setattr(mails.EmailMessage, "send", lambda self: (_ for _ in ()).throw(OSError(f"no {self.to}")))
        assert run() == "Courriers aux modérateurs : 1 refusés par le serveur de courrier."
    assert two[0].email not in caplog.text
    assert run() == "Courriers aux modérateurs : 1 envoyés, 1 propositions annoncées."


class Killed(BaseException):
    pass


def kill_at(number):
    """A wrapper of queries that stops the process before the one of that number."""
    left = iter(range(number, -1, -1))

    def execute(run_query, *args):
        if next(left, None) == 0:  # what follows is what the database undoes by itself
            raise Killed
        return run_query(*args)

    return execute


def test_killed_before_any_of_its_queries_nobody_is_told_twice_and_nothing_is_forgotten(mailoutbox):
    """Two moderators, two days, the process stopped at each query in turn, then started again."""
    today = timezone.localdate()
    moderators = {make.UserFactory(moderator=True, national=True).email for _ in range(2)}
    told = make.ProposalFactory(label="Une fiche")
    for number in range(100):
        Digest.objects.all().delete()
        mailoutbox.clear()
        finished = True
        try:
            with connection.execute_wrapper(kill_at(number)):
                tell_all(today, Counter())
        except Killed:
            finished = False
        tell_all(today, Counter())
        same_day = [mail.to[0] for mail in mailoutbox]
        assert len(same_day) == len(set(same_day)), number
        tell_all(today + datetime.timedelta(days=1), Counter())
        assert {mail.to[0] for mail in mailoutbox if told.label in mail.body} == moderators, number
        if finished:
            break
    assert 15 < number < 99
