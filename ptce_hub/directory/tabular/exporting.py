"""A list of the admin as a table: public columns and status; brought in again, it changes nothing."""

import csv
import io
import tempfile
import zipfile
from itertools import chain
from xml.sax.saxutils import escape

from openpyxl import Workbook

from ptce_hub.directory.files.writing import cell, cells, drained
from ptce_hub.directory.models import Entry

MOST_IN_WORKBOOK = 20_000  # rows; more take minutes, and a CSV has no limit
CHUNK = 500
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="fiches">'
)
CONTENT_END = "</table:table></office:spreadsheet></office:body></office:document-content>"


def table_of(model, columns, rows, base):
    """The headings, then each row of the queryset ``rows``, as cells that nothing can take for formulas."""
    if columns and issubclass(model, Entry):
        yield [*(name for name, _, _ in columns.flat), "publication"]
        for entry in columns.rows(rows, CHUNK):
            yield [*cells(columns, columns.record(entry, base)), entry.get_status_display()]
        return
    fields = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    ties = [field.name for field in fields if field.is_relation]
    yield list(chain.from_iterable(headings_of(field) for field in fields))
    for row in rows.select_related(*ties).iterator(chunk_size=CHUNK):
        yield [cell(text) for field in fields for text in texts_of(field, row, base)]


def headings_of(field):
    if not field.is_relation:
        return [str(field.verbose_name)]
    page = hasattr(field.related_model, "get_absolute_url")
    return [str(field.verbose_name), *([f"{field.verbose_name} : page"] if page else [])]


def texts_of(field, row, base):
    if not field.is_relation:
        value = getattr(row, field.name)
        value = getattr(row, f"get_{field.name}_display")() if field.choices and value else value
        return [value if value is None or isinstance(value, int | float | list) else str(getattr(value, "iso", value))]
    other = getattr(row, field.name)
    page = hasattr(field.related_model, "get_absolute_url")
    return [str(other) if other else "", *([base + other.get_absolute_url() if other else ""] if page else [])]


def write_csv(table):
    """As a French spreadsheet opens it without a question."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=";")
    yield "\ufeff"
    for row in table:
        writer.writerow(row)
        if lines.tell() > 1 << 16:
            yield drained(lines)
    yield drained(lines)


def write_xlsx(table):
    """A temporary file, at its beginning."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("fiches")
    for row in table:
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    book.save(file)
    file.seek(0)
    return file


def write_ods(table):
    """A temporary file, at its beginning; written as it goes, for a document in memory would take gigabytes."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write(CONTENT.encode())
            for row in table:
                content.write(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>".encode())
            content.write(CONTENT_END.encode())
    file.seek(0)
    return file


def ods_cell(value):
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        start = f'<table:table-cell office:value-type="float" office:value="{value}">'
    else:
        start = '<table:table-cell office:value-type="string">'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"{start}{lines}</table:table-cell>"


WORKBOOKS = {"xlsx": (XLSX, write_xlsx), "ods": (ODS, write_ods)}
