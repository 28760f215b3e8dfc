"""Reading the files of records: what a field must be, and where it is wrong."""

import hashlib
import json
from pathlib import Path

from ptce_hub.directory.fields.dates import PartialDate


class Refused(Exception):
    """A file cannot be imported; says which file, record and field, and why. Nothing has changed."""

    def __init__(self, file, record, field, why):
        super().__init__(f"{file} · fiche « {record} » · champ « {field} » : {why}")


def read_json(path):
    """The content of the file; ``Refused`` when it is missing or broken."""
    path = Path(path)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(path.name, "—", "—", "le fichier manque.") from None
    except UnicodeDecodeError:
        raise Refused(path.name, "—", "—", "le fichier n'est pas en UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Refused(path.name, "—", f"ligne {error.lineno}", f"ce n'est pas du JSON ({error.msg}).") from None


def read_records(path):
    """The records of a ``{meta, records}`` file, each with a slug of its own."""
    name, content = Path(path).name, read_json(path)
    if not isinstance(content, dict) or not isinstance(content.get("records"), list):
        raise Refused(name, "—", "records", "le fichier doit tenir { meta, records }, records étant une liste.")
    records, seen = [], set()
    for rank, data in enumerate(content["records"], start=1):
        if not isinstance(data, dict) or not isinstance(data.get("slug"), str) or not data["slug"]:
            raise Refused(name, f"n° {rank}", "slug", "chaque fiche doit être un objet qui a un slug.")
        if data["slug"] in seen:
            raise Refused(name, data["slug"], "slug", "une autre fiche du fichier a déjà ce slug.")
        seen.add(data["slug"])
        records.append(Record(name, data["slug"], data))
    return records


class Record:
    """One record, or one object inside it. Every field is taken by name; ``finish`` refuses any that nobody took."""

    def __init__(self, file, label, data):
        self.file, self.label, self.data = file, label, data
        self.taken = set()
        if not isinstance(data, dict):
            raise self.refused("—", "un objet { … } est attendu.")

    @property
    def digest(self):
        """A fingerprint of the whole record."""
        return hashlib.sha256(json.dumps(self.data, sort_keys=True).encode()).hexdigest()

    def refused(self, field, why):
        return Refused(self.file, self.label, field, why)

    def raw(self, field):
        if field not in self.data:
            raise self.refused(field, "il manque ; écrivez null s'il est inconnu.")
        self.taken.add(field)
        return self.data[field]

    def typed(self, field, kind, words):
        value = self.raw(field)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool)):
            raise self.refused(
                field, f"{words} ou null attendu, au lieu de {json.dumps(value, ensure_ascii=False)[:60]}."
            )
        return value

    def text(self, field):
        """The text, empty when unknown."""
        return (self.typed(field, str, "un texte") or "").strip()

    def number(self, field):
        value = self.typed(field, int, "un nombre entier")
        if value is not None and value < 0:
            raise self.refused(field, f"un nombre positif est attendu, au lieu de {value}.")
        return value

    def date(self, field):
        """A partial date, from ISO text or from the number of a year."""
        value = self.raw(field)
        if value is None:
            return None
        try:
            return PartialDate.parse(value)
        except ValueError as error:
            raise self.refused(field, str(error)) from None

    def texts(self, field):
        values = self.typed(field, list, "une liste") or []
        for value in values:
            if not isinstance(value, str):
                raise self.refused(field, f"une liste de textes est attendue ; « {value} » n'en est pas un.")
        return values

    def objects(self, field):
        """The objects of a list, each a record of its own for messages and completeness."""
        values = self.typed(field, list, "une liste") or []
        return [Record(self.file, f"{self.label} › {field} n° {n}", value) for n, value in enumerate(values, start=1)]

    def object(self, field):
        value = self.raw(field)
        return None if value is None else Record(self.file, f"{self.label} › {field}", value)

    def finish(self):
        """``Refused`` when a field was left: what is not understood is never dropped in silence."""
        for field in self.data:
            if field not in self.taken:
                raise self.refused(field, "ce champ est inconnu ; corrigez son nom ou retirez-le.")
