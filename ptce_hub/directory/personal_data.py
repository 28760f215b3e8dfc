"""Where personal data is kept, why and how long: the one register of it.

Each app declares its own when it is ready (``actors/personal_data.py``…). What is declared never reaches a page, a
file, a log nor the API. The commands ``personal_data export``, ``erase`` and ``purge`` follow the register, then look
for the address in every other text of the database, history included: what nobody declared is found all the same.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from ptce_hub.directory.models import Entry
from ptce_hub.directory.search.indexing import refresh

#: What takes the place of an address in a text that stays.
ERASED = "[adresse effacée]"


def delete(rows):
    rows.delete()


@dataclass(frozen=True)
class Held:
    """Personal data in the ``fields`` of a model and of its history.

    ``by`` is the field of the mail address that finds a person's rows, empty when there is none. ``erase`` takes the
    rows to forget; ``expired`` gives those kept long enough. ``secret`` names what even an access request must not
    reveal (a password). ``in_role``: people in their public role, whom pages may name and files may not. ``for_staff``:
    the whole staff reads it in the admin. ``traces`` gives what else a person's row tells, as a list of facts.
    """

    model: type
    fields: tuple
    label: str
    why: str
    kept: str
    by: str = ""
    erase: Callable = delete
    expired: Callable | None = None
    secret: tuple = ()
    in_role: bool = False
    for_staff: bool = False
    traces: Callable | None = None

    def rows(self, address):
        return self.model._base_manager.filter(**{f"{self.by}__iexact": address})

    @property
    def models(self):
        """The model, and the one of its history when it has one."""
        history = getattr(self.model, "history", None)
        return [self.model, history.model] if history else [self.model]


REGISTER = []


def declare(model, fields, **more):
    """Adds to the register; ``FieldDoesNotExist`` for a field that the model has not."""
    for field in (*fields, *more.get("secret", ()), *filter(None, [more.get("by")])):
        model._meta.get_field(field)
    REGISTER.append(Held(model, tuple(fields), **more))


def export(address):
    """All that is held about a mail address: what is declared, then every other text that mentions it."""
    held = []
    for entry in REGISTER:
        rows = entry.rows(address) if entry.by else []
        if facts := [facts_of(entry, row) for row in rows]:
            held.append({"donnée": entry.label, "pourquoi": entry.why, "durée": entry.kept, "lignes": facts})
    told = {(entry.model, entry.by) for entry in REGISTER}
    mentions = [
        {"où": str(model._meta.verbose_name), "ligne": row.pk, "champ": field.name, "texte": field.value_to_string(row)}
        for model, field, row in mentions_of(address)
        if (model, field.name) not in told
    ]
    return {"adresse": address, "données": held, "mentions": mentions}


def facts_of(held, row):
    facts = {
        str(field.verbose_name): field.value_to_string(row)
        for field in row._meta.concrete_fields
        if field.name not in held.secret
    }
    return facts | {"traces": held.traces(row)} if held.traces else facts


@transaction.atomic
def erase(address):
    """Forgets the address everywhere; gives how many rows of each kind changed. Records stay, and stay true."""
    counts = Counter()
    for held in REGISTER:
        if held.by and (number := len(rows := held.rows(address))):
            held.erase(rows)
            counts[held.label] += number
    for model, field, row in list(mentions_of(address)):
        value = replaced(field.value_from_object(row), address)
        model._base_manager.filter(pk=row.pk).update(**{field.name: value})
        if isinstance(row, Entry):
            refresh(model, row.pk)
        counts["mentions dans d'autres textes"] += 1
    return counts


def purge():
    """Erases what has been kept long enough; gives how many rows of each kind, the untouched ones at zero."""
    counts = Counter()
    for held in REGISTER:
        if held.expired:
            with transaction.atomic():
                rows = held.expired()
                counts[held.label] += len(rows)
                held.erase(rows)
    return counts


def mentions_of(address):
    """Each text field of each row of the database that holds the address: the model, the field, the row."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        texts = [field for field in model._meta.local_concrete_fields if holds_text(field)]
        if not texts:
            continue
        some = Q(*(Q(**{f"{field.name}__icontains": address}) for field in texts), _connector=Q.OR)
        for row in model._base_manager.filter(some):
            yield from ((model, field, row) for field in texts if is_in(field.value_from_object(row), address))


def holds_text(field):
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def pattern(address):
    """The address whole: ``ann@b.fr`` is not in ``joann@b.fr``."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def is_in(value, address):
    return replaced(value, address) != value


def replaced(value, address):
    """``value`` without the address; texts inside lists and objects too."""
    match value:
        case str():
            return pattern(address).sub(ERASED, value)
        case list():
            return [replaced(item, address) for item in value]
        case dict():
            return {replaced(key, address): replaced(item, address) for key, item in value.items()}
    return value


def declared_fields():
    """Every field of personal data: the model, or the one of its history, and the names of its fields."""
    fields = defaultdict(set)
    for held in REGISTER:
        for model in held.models:
            fields[model] |= set(held.fields)
    return fields
