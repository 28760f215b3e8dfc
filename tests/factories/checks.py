"""Who is asked whether records are true, and what they were asked."""

import datetime

import factory
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from ptce_hub.contributions.models import CheckMail, CheckQuestion, Referent
from tests.factories.entries import PoleFactory
from tests.factories.rows import RowFactory


def days_ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


class ReferentFactory(RowFactory):
    """Of a published pole, unless ``record`` says another; ``checked`` days ago (None: never)."""

    class Meta:
        model = Referent

    class Params:
        checked = None

    record = factory.LazyAttribute(
        lambda referent: PoleFactory(
            published=True, verified_on=None if referent.checked is None else days_ago(referent.checked)
        )
    )
    email = factory.Sequence("referent{}@exemple.fr".format)
    consent_on = factory.LazyFunction(lambda: days_ago(400))
    consent_how = "par courrier électronique"

    @classmethod
    def _create(cls, model, *args, record, **kwargs):
        noun = ContentType.objects.get_for_model(record)
        return super()._create(model, *args, content_type=noun, object_id=record.pk, **kwargs)


class CheckMailFactory(RowFactory):
    class Meta:
        model = CheckMail

    sent_at = factory.LazyFunction(timezone.now)


class CheckQuestionFactory(RowFactory):
    class Meta:
        model = CheckQuestion

    mail = factory.SubFactory(CheckMailFactory)
    referent = factory.SubFactory(ReferentFactory)
