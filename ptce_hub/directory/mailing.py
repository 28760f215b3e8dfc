"""Mails: a template of ``templates/mails/`` whose first line is the subject."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def site_address(path):
    """The whole address of ``path`` on this site, where no request says it."""
    return settings.SITE_ADDRESS + path


def send(to, template, **context):
    """Send ``mails/<template>.txt`` to the address ``to``; raises what the mail server refuses (``OSError``)."""
    subject, _, body = render_to_string(f"mails/{template}.txt", context).strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to]).send()
