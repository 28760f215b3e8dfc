"""What may be tied to a record, declared: a merge refuses to run when it meets a tie that is not here.

Whoever adds a model that points to a record adds its line, and so decides that a merge may move it.
"""

from typing import NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import UniqueConstraint

from ptce_hub.directory.duplicates.finding import table_of
from ptce_hub.directory.fields.constraints import columns
from ptce_hub.directory.models import Entry

STRUCTURE = {
    "actors.Contact.structure",
    "actors.NetworkMembership.structure",
    "actors.Structure_themes.structure",
    "actors.Succession.predecessor",
    "actors.Succession.successor",
    "actors.SupportOffer_providers.structure",
    "events.EditionOrganiser.structure",
    "events.EventRole.structure",
    "events.Source.structure",
    "events.Speaker.structure",
    "poles.Call_organisers.structure",
    "poles.Exchange.structure",
    "poles.Membership.structure",
    "poles.Participation.structure",
    "poles.SharedPlace_managed_by.structure",
}

#: By noun, the foreign keys that point to its records, those of lists (``providers``…) included.
KNOWN = {
    "actors.Structure": STRUCTURE,
    "actors.Network": STRUCTURE
    | {"accounts.User_networks.network", "actors.NetworkMembership.network", "actors.Network_territories.network"},
    "actors.SupportOffer": {"actors.SupportOffer_providers.supportoffer", "actors.SupportOffer_themes.supportoffer"},
    "poles.Pole": {
        "events.Event_led_to_poles.pole",
        "events.Event_poles.pole",
        "poles.Cooperation.pole",
        "poles.Diagnosis.by_pole",
        "poles.Diagnosis.pole",
        "poles.Exchange.pole",
        "poles.Membership.pole",
        "poles.Pole_scope.pole",
        "poles.Pole_themes.pole",
        "poles.Recognition.pole",
        "poles.SharedPlace.pole",
    },
    "poles.Cooperation": {
        "events.Event_cooperations.cooperation",
        "events.Event_led_to_cooperations.cooperation",
        "poles.Agreement.cooperation",
        "poles.Cooperation_themes.cooperation",
        "poles.DegreeAssessment.cooperation",
        "poles.Diagnosis.cooperation",
        "poles.Participation.cooperation",
    },
    "poles.Call": {
        "poles.CallFigure.call",
        "poles.Call_organisers.call",
        "poles.Call_themes.call",
        "poles.Recognition.call",
    },
    "poles.SharedPlace": {
        "poles.PlaceFigure.place",
        "poles.SharedPlace_managed_by.sharedplace",
        "poles.SharedPlace_themes.sharedplace",
    },
    "poles.Exchange": {
        "contributions.ToldMatch.exchange",
        "contributions.ToldMatch.other",
        "poles.Exchange_themes.exchange",
    },
    "events.Event": {
        "events.Access.event",
        "events.Document.event",
        "events.EventRole.event",
        "events.Event_cooperations.event",
        "events.Event_led_to_cooperations.event",
        "events.Event_led_to_poles.event",
        "events.Event_poles.event",
        "events.Event_themes.event",
        "events.Session.event",
    },
}

#: What joins two records at least: a merge that would leave one alone is refused. The tie, and what it belongs to.
BETWEEN = {"poles.Participation.structure": "cooperation"}

#: Under which sort a row names the record it is moved to: that of the record itself, or that of the noun's table.
ITSELF, TABLE = "itself", "table"

#: Models that name a record by its sort and number: how a merge moves them; None when it leaves or remakes them.
GENERIC = {
    "admin.LogEntry": None,  # what was done to which record, as it was then
    "contributions.Message": ITSELF,
    "contributions.Proposal": ITSELF,
    "contributions.Referent": ITSELF,
    "directory.FormerSlug": TABLE,
    "directory.ImportRow": None,  # what a table did to which record
    "directory.MergeRecord": None,
    "directory.Origin": TABLE,
    "directory.SearchEntry": None,  # made of the records
    "directory.Suspicion": None,  # follows by its own rule
}


#: How the tables that staff bring in call the nouns.
TABLES = {
    "actors.Structure": "structures",
    "poles.Pole": "poles",
    "poles.Cooperation": "cooperations",
    "events.Event": "evenements",
}


class UnknownRelation(Exception):
    """A tie that a merge would lose; its text is for an editor."""


class Tie(NamedTuple):
    """Rows of ``model`` whose column ``attname`` names a record; ``generic``: beside its ``content_type``."""

    model: type
    attname: str
    generic: bool = False

    @property
    def label(self):
        return f"{self.model._meta.label}.{self.model._meta.get_field(self.attname).name}"

    @property
    def is_list(self):
        """Whether its rows are those of a list of records (``providers``…), that say nothing else."""
        return bool(self.model._meta.auto_created)

    @property
    def list_field(self):
        owner = self.model._meta.auto_created
        return next(field for field in owner._meta.local_many_to_many if field.remote_field.through is self.model)

    @property
    def far_field(self):
        """The other end of a list's rows."""
        ends = (field for field in self.model._meta.local_fields if field.is_relation)
        return next(field for field in ends if field.attname != self.attname)

    def naming(self, entry):
        """The columns by which a row names ``entry``: of a structure that becomes a network, the sort changes too."""
        if self.generic and GENERIC[self.model._meta.label] == ITSELF:
            return {self.attname: entry.pk, "content_type_id": ContentType.objects.get_for_model(entry).pk}
        return {self.attname: entry.pk}

    def rows(self, table, keys):
        rows = self.model._base_manager.filter(**{f"{self.attname}__in": keys})
        if self.generic and hasattr(self.model, "content_type"):
            rows = rows.filter(content_type__in=ContentType.objects.get_for_models(*nouns_in(table)).values())
        elif self.generic:
            rows = rows.filter(noun=TABLES.get(table._meta.label, ""))
        return rows.order_by("pk")

    def keys_of_identity(self):
        """The sets of columns of which two rows cannot have the same values: constraints, and the whole row.

        Two rows that have rows of their own (the speakers of a session) may be alike and both stay.
        """
        meta = self.model._meta
        names = [columns(constraint) for constraint in meta.constraints if isinstance(constraint, UniqueConstraint)]
        names += [*meta.unique_together, *([field.name] for field in meta.local_fields if field.unique)]
        keys = [{meta.get_field(name).attname for name in key} for key in names]
        if not children_of(self.model):
            keys.append({field.attname for field in meta.local_concrete_fields if not field.primary_key})
        return [sorted(key) for key in keys if self.attname in key]


def nouns_in(table):
    """The nouns whose records are rows of ``table``."""
    return [table, *table.__subclasses__()]


def children_of(model):
    """The models whose rows belong to those of ``model``."""
    return [
        relation.related_model for relation in model._meta.related_objects if not is_history(relation.related_model)
    ]


def is_history(model):
    return hasattr(model, "instance_type") or hasattr(model, "m2m_history_id")


def pointing_to(model):
    """The foreign keys to ``model`` or to what it inherits; its history, and what it is a part of, apart."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            field = relation.field
            if not is_history(field.model) and not getattr(field.remote_field, "parent_link", False):
                yield Tie(field.model, field.attname)


def naming_any():
    """The models that may name any record by its sort and number."""
    for model in apps.get_models():
        pointed = {field.related_model for field in model._meta.fields if field.is_relation}
        named = {field.name for field in model._meta.fields}
        sorted_by_number = ContentType in pointed and any(
            isinstance(field, models.IntegerField) and field.name.endswith("_id") for field in model._meta.local_fields
        )
        if ("object_id" in named or sorted_by_number) and not is_history(model):
            yield model


def unknown_to(model):
    """Labels of what is tied to the records of ``model`` and is not declared."""
    known = KNOWN.get(model._meta.label, set())
    found = {tie.label for tie in pointing_to(model)} - known
    return sorted(found | {other._meta.label for other in naming_any()} - GENERIC.keys())


def ties_of(model):
    """Every tie that a merge moves; ``UnknownRelation`` when there is one that nobody declared."""
    if unknown := unknown_to(model):
        raise UnknownRelation(
            f"La fusion ne sait pas déplacer : {', '.join(unknown)}. Rien n'a été changé ; prévenez qui développe "
            "le site, pour que ce lien soit déclaré dans ptce_hub/directory/duplicates/relations.py."
        )
    moved = [Tie(apps.get_model(label), "object_id", True) for label, moves in GENERIC.items() if moves]
    return [*pointing_to(model), *moved]


def ends_in(table, model):
    """The columns of ``model`` that point to records of ``table``."""
    fields = (field for field in model._meta.local_concrete_fields if field.is_relation)
    return [field.attname for field in fields if is_record(field) and table_of(field.related_model) is table]


def is_record(field):
    return isinstance(field.related_model, type) and issubclass(field.related_model, Entry)
