"""Values of a record's fields as a form sends them, texts or lists of texts: kept in a proposal, compared, shown."""

import datetime

from django.db import models
from django.db.models import Manager, QuerySet

from events.models import EssMonth
from ptce_hub.directory.fields.dates import PartialDate, PartialDateField
from ptce_hub.directory.models import Entry, Theme
from ptce_hub.territories.models import Territory


def as_sent(value):
    """What a form would send back for ``value``; of several records, in one order whatever the database's."""
    match value:
        case None:
            return ""
        case Manager() | QuerySet():
            return sorted(as_sent(row) for row in value.all())
        case list():
            several = [as_sent(item) for item in value]
            return sorted(several) if value and not isinstance(value[0], str) else several
        case PartialDate():
            return value.iso
        case datetime.time():
            return f"{value:%H:%M}"
        case Territory():
            return value.ref
        case Theme():
            return value.slug
        case Entry():
            return value.slug
        case EssMonth():
            return str(value.year)
        case str():
            return value.replace("\r\n", "\n").strip()
    return str(value)


def sent_of(record, fields):
    """The values of a record, by field."""
    return {name: as_sent(getattr(record, name)) for name in fields}


def nothing_of(model, fields):
    """The values of a record of which nothing is known."""
    lists = {field.name for field in model._meta.many_to_many}
    lists |= {field.name for field in model._meta.fields if field.get_internal_type() == "JSONField"}
    return {name: [] if name in lists else "" for name in fields}


def in_words(model, name, value):
    """The value as people read it, one line an item; empty when unknown."""
    field = model._meta.get_field(name)
    return "\n".join(one_in_words(field, item) for item in (value if isinstance(value, list) else [value]))


def one_in_words(field, text):
    if not text:
        return ""
    if field.choices:
        return dict(field.choices).get(text, text)
    if field.related_model is Territory:
        return territory_in_words(text)
    if field.related_model is Theme:
        return Theme.objects.filter(slug=text).values_list("label", flat=True).first() or text
    if field.related_model and issubclass(field.related_model, Entry):
        return field.related_model.objects.filter(slug=text).values_list("name", flat=True).first() or text
    if isinstance(field, models.DateField):
        return f"{datetime.date.fromisoformat(text):%d/%m/%Y}"
    if isinstance(field, PartialDateField):
        return str(PartialDate.parse(text))
    return text


def territory_in_words(ref):
    try:
        return str(Territory.objects.get_by_ref(ref))
    except Territory.DoesNotExist:
        return ref
