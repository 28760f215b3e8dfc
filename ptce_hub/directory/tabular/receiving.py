"""From a file to a run: its rows kept as they were read, so that nothing is asked again of the person."""

from itertools import batched

from django.db import transaction

from ptce_hub.directory.tabular.mapping import Headings, recalled
from ptce_hub.directory.tabular.models import ImportRow, ImportRun
from ptce_hub.directory.tabular.reading import read_sheet, split_headings


@transaction.atomic
def receive(table, content, name, source, user, **options):
    """The run of a new file, its columns guessed or recalled; ``Unreadable`` says why not."""
    sheet = read_sheet(content, name)
    known = Headings(table)
    headings, rows, notes = split_headings(sheet, known.of)
    run = ImportRun(
        noun=table.name, file_name=name[:200], source=source, user=user, headings=headings, delimiter=sheet.delimiter,
        notes=[*sheet.notes, *notes], mapping=known.guess(headings), **options,
    )  # fmt: skip
    if kept := recalled(table, user, headings):
        run.mapping, run.constants = kept.mapping, kept.constants
        run.notes.append("Colonnes reconnues d'un import précédent aux mêmes titres.")
    run.save()
    for some in batched(rows, 1000):
        ImportRow.objects.bulk_create(ImportRow(run=run, number=number, cells=cells) for number, cells in some)
    return run
