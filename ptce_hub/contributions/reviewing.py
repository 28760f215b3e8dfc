"""A proposal read field by field, beside what the record says now."""

from dataclasses import dataclass

from ptce_hub.contributions.nouns import noun_of
from ptce_hub.contributions.values import in_words, sent_of


@dataclass(frozen=True)
class Line:
    """One field: its values as a form sends them."""

    model: type
    name: str
    before: object
    after: object
    current: object

    @property
    def label(self):
        return self.model._meta.get_field(self.name).verbose_name

    @property
    def current_said(self):
        return in_words(self.model, self.name, self.current)

    @property
    def before_said(self):
        return in_words(self.model, self.name, self.before)

    @property
    def after_said(self):
        return in_words(self.model, self.name, self.after)

    @property
    def is_done(self):
        """Whether the record already says so."""
        return self.current == self.after

    @property
    def is_in_conflict(self):
        """Whether someone changed the record since, to something else."""
        return self.current not in (self.before, self.after)


def lines_of(proposal, record=None):
    """The lines of a proposal in the order of its form; of a new record, ``current`` is nothing."""
    noun = noun_of(proposal.content_type)
    names = [name for name in noun.fields if name in proposal.changes]
    now = sent_of(record, names) if record else {}
    return [
        Line(noun.model, name, change["before"], change["after"], now.get(name, change["before"]))
        for name in names
        for change in [proposal.changes[name]]
    ]
