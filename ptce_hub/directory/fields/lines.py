"""Lists of short texts kept on the row itself and edited one a line: sources, other names."""

import re

from django import forms
from django.db import models

ADDRESS = re.compile(r"https?://\S+")


def split_lines(text):
    """The lines of ``text``, trimmed, each once, empty ones left out."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return value if isinstance(value, list) else split_lines(super().to_python(value))

    def has_changed(self, initial, data):
        return (initial or []) != split_lines(data or "")


class LinesField(models.JSONField):
    """A list of texts; empty when nothing is known."""

    def __init__(self, *args, **kwargs):
        kwargs.update(default=list, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": LinesFormField, **kwargs})


class Source(str):
    """Where a fact comes from: an address, a printed citation, or both on one line."""

    @property
    def url(self):
        found = ADDRESS.search(self)
        return found[0] if found else ""

    @property
    def label(self):
        """What to show: the citation, or the site and the end of its address."""
        words = ADDRESS.sub("", self).strip(" :–-")
        return words or re.sub(r"^https?://(www\d?\.)?", "", self.url).rstrip("/")
