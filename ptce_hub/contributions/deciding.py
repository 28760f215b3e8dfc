"""A moderator's decision: all of it is written, or nothing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from ptce_hub.contributions.exchanging.contacts import keep_contact
from ptce_hub.contributions.forms import fields_form
from ptce_hub.contributions.models import Proposal
from ptce_hub.contributions.nouns import noun_of
from ptce_hub.contributions.several_dates import make_others
from ptce_hub.directory.models import Status

State, Act = Proposal.State, Proposal.Act


class AlreadyDecided(Exception):
    """Someone else decided first, or its author took it back."""


@transaction.atomic
def accept(proposal, user, names=(), answer="", status=None):
    """Write the fields ``names`` of the proposal to its record, as ``user``; gives the proposal as it then is.

    ``status``: what a new record becomes, or what a record becomes of which an error was told.
    ``ValidationError`` when the record would not be right: nothing is written then.
    """
    proposal = still_waiting(proposal)
    fields = noun_of(proposal.content_type).fields
    names = [name for name in fields if name in proposal.changes and name in names]
    if proposal.act == Act.CORRECTION and proposal.changes and not names:
        raise ValidationError("Aucun champ n'est retenu : cochez-en un, ou refusez la proposition.")
    if names or status:
        record = write(proposal, user, names, status)
        proposal.object_id = record.pk
        if "start" in names:
            make_others(proposal, record, user)
        keep_contact(proposal, record)
    partly = proposal.act != Act.REPORT and len(names) < len(proposal.changes)
    return conclude(proposal, user, State.PARTLY if partly else State.ACCEPTED, answer, names)


@transaction.atomic
def refuse(proposal, user, answer):
    """``ValidationError`` without a reason: whoever wrote is owed one."""
    if not answer.strip():
        raise ValidationError("Dites pourquoi : la raison est envoyée à la personne.")
    return conclude(still_waiting(proposal), user, State.REFUSED, answer, [])


def still_waiting(proposal):
    """The proposal, held until the decision is written."""
    held = Proposal.objects.select_for_update().filter(pk=proposal.pk, state=State.PENDING).first()
    if held is None:
        raise AlreadyDecided("Cette proposition n'attend plus de décision.")
    return held


def write(proposal, user, names, status):
    noun = noun_of(proposal.content_type)
    record = held_record(proposal, noun)
    if names and (reason := record.kept_elsewhere):
        raise ValidationError(f"{reason} Refusez la proposition, en le disant à la personne.")
    proposed = {name: proposal.changes[name]["after"] for name in names}
    form_class = fields_form(noun.model, tuple(names))
    form = form_class(as_query(form_class, proposed), instance=record)
    record.status = status or record.status
    if not form.is_valid():
        raise ValidationError([*said_by(form)])
    record.slug = record.slug or record.free_slug()  # of the name, which the form has just given
    record.full_clean()
    record._change_reason = str(proposal)
    record._history_user = user
    form.save()
    return record


def said_by(form):
    """The mistakes of a form, each with the label of its field."""
    for name, messages in form.errors.items():
        for words in messages:
            yield f"{form[name].label} : {words}" if name in form.fields else words


def held_record(proposal, noun):
    if proposal.object_id is None:
        return noun.model(status=Status.DRAFT)
    record = noun.model.objects.select_for_update().filter(pk=proposal.object_id).first()
    if record is None:
        raise ValidationError("La fiche n'existe plus : refusez la proposition en disant pourquoi.")
    return record


def as_query(form_class, values):
    """The values as a browser would send them to the form."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        several = isinstance(value, list)
        if several and not getattr(form_class.base_fields[name].widget, "allow_multiple_selected", False):
            value = ["\n".join(value)]
        query.setlist(name, value if several else [value])
    return query


def conclude(proposal, user, state, answer, names):
    proposal.state, proposal.answer, proposal.accepted = state, answer.strip(), names
    proposal.decided_by, proposal.decided_at = user, timezone.now()
    proposal.mail_due = Proposal.Mail.ANSWER if proposal.mail else Proposal.Mail.NONE
    proposal.full_clean()
    proposal.save()
    return proposal
