"""Which record's value is kept, field by field: the form of a merge."""

from django import forms
from django.utils import formats, timezone

from ptce_hub.directory.duplicates.merging import UNITED
from ptce_hub.directory.models import Status

#: Kept by the site itself, or never chosen: the kept record keeps its address.
OWN = {*UNITED, "slug", "created_at", "updated_at"}
#: Columns that say one thing together, under the name of the first.
TOGETHER = {"verified_on": ("verified_on", "verified_by"), "latitude": ("latitude", "longitude")}
BOTH = "both"
#: The most public first: what was on line stays on line.
BY_STATUS = [Status.PUBLISHED, Status.PROPOSED, Status.DRAFT, Status.ARCHIVED]
#: Texts that may be kept one after the other.
LONG = {"summary", "notes"}


class MergeForm(forms.Form):
    """One choice for each field on which the records differ; ``kept`` is the first of ``records``.

    Also one for what the kept record may have one only of: ``contested``, as a ``Plan`` gives it.

    ``values()`` and ``stays()`` give what was chosen, and ``seen()`` when each record was last changed as the editor
    saw it.
    """

    def __init__(self, records, contested, data=None):
        super().__init__(data)
        self.records = {str(record.pk): record for record in records}
        kept = records[0]
        for name in chosen_fields(kept):
            options = options_of(name, records)
            if len({shown for _, shown in options}) > 1:
                self.fields[name] = choice(kept._meta.get_field(name).verbose_name, name, options, records)
        for tie, rows in contested.items():
            self.fields[f"stays_{tie.model._meta.model_name}"] = which_stays(tie, rows)
        for record in records:
            moment = record.updated_at.isoformat(timespec="microseconds")
            self.fields[f"seen_{record.pk}"] = forms.DateTimeField(initial=moment, widget=forms.HiddenInput)

    def choices(self):
        """The fields to choose in, as bound."""
        return [self[name] for name in self.fields if not name.startswith("seen_")]

    def values(self):
        return {
            column: self.value_of(column, name) for name in self.fields if not name.startswith(("seen_", "stays_"))
            for column in TOGETHER.get(name, (name,))
        }  # fmt: skip

    def stays(self):
        chosen = (self.cleaned_data[name] for name in self.fields if name.startswith("stays_"))
        return {(label, int(key)) for label, key in (words.split(":") for words in chosen)}

    def value_of(self, column, name):
        chosen = self.cleaned_data[name]
        if chosen == BOTH:
            texts = dict.fromkeys(filter(None, (getattr(record, column) for record in self.records.values())))
            return "\n\n".join(texts)
        return getattr(self.records[chosen], column)

    def seen(self):
        return {record.pk: self.cleaned_data[f"seen_{record.pk}"] for record in self.records.values()}

    def refuse(self, error):
        """Shows what the record's own checks say, beside the field when it is one of those chosen."""
        for name, messages in getattr(error, "message_dict", {"__all__": error.messages}).items():
            self.add_error(name if name in self.fields else None, messages)


def chosen_fields(kept):
    grouped = {column for columns in TOGETHER.values() for column in columns[1:]}
    for field in kept._meta.concrete_fields:
        if field.editable and field.name not in OWN | grouped and not field.primary_key:
            yield field.name


def options_of(name, records):
    """``[(record, what it says)]`` of those that have the field: a plain structure has none of a network's."""
    columns = TOGETHER.get(name, (name,))
    return [
        (record, ", ".join(shown(record, column) for column in columns if shown(record, column)) or "non renseigné")
        for record in records
        if hasattr(record, name)
    ]


def choice(label, name, options, records):
    choices = [(str(record.pk), f"{text}\n{record.name} (n° {record.pk})") for record, text in options]
    if name in LONG and sum(bool(getattr(record, name)) for record, _ in options) > 1:
        choices.append((BOTH, "Les deux, l'un après l'autre"))
    return forms.ChoiceField(
        label=label[:1].upper() + label[1:], choices=choices, widget=forms.RadioSelect, initial=best(name, options)
    )


def which_stays(tie, rows):
    """Whoever sees the form may change every record, and so read what is private of each."""
    name = str(tie.model._meta.verbose_name)
    choices = [(f"{row._meta.label}:{row.pk}", getattr(row, "in_full", str(row))) for row in rows]
    first = next((row for row in rows if getattr(row, "is_active", True)), rows[0])
    return forms.ChoiceField(
        label=f"{name[:1].upper()}{name[1:]} à garder", choices=choices, widget=forms.RadioSelect,
        initial=f"{first._meta.label}:{first.pk}",
    )  # fmt: skip


def best(name, options):
    """What is offered first: the kept record's, unless it says nothing or is less public."""
    if name == "status":
        return str(min(options, key=lambda option: BY_STATUS.index(option[0].status))[0].pk)
    known = [record for record, _ in options if getattr(record, name) not in (None, "")]
    return str((known or [options[0][0]])[0].pk)


def shown(record, column):
    """The value as an editor reads it; empty when unknown."""
    value = getattr(record, column)
    if hasattr(record, f"get_{column}_display"):
        return str(getattr(record, f"get_{column}_display")())
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value}".replace(".", ",")
    if hasattr(value, "tzinfo") and hasattr(value, "date"):
        value = timezone.localtime(value)
    return formats.localize(value) if hasattr(value, "strftime") else str(value)
