"""Mails: a template of ``templates/mails/`` whose first line is the subject."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def site_address(path):
    """The whole address of ``path`` on this site, where no request says it."""
    return settings.SITE_ADDRESS + path


def compose(to, template, **context):
    """The message that ``mails/<template>.txt`` makes for the address ``to``."""
    subject, _, body = render_to_string(f"mails/{template}.txt", context).strip().partition("\n")
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to])


def send(to, template, **context):
    """Send it at once; raises what the mail server refuses (``OSError``)."""
    compose(to, template, **context).send()
