"""A command of the site, as its host runs it."""

from io import StringIO

from django.core.management import call_command


def said_by(command, *arguments, **options):
    """What it writes, the ends of the text apart."""
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue().strip()
