"""An account begins with a mail whose link lets its owner, and nobody else, choose a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse


def invite(user):
    """Send the link; it works once, for seven days, and stops when a password is chosen."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uidb36, _, token = key.partition("-")
    link = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    text = render_to_string("mails/invitation.txt", {"user": user, "link": settings.SITE_ADDRESS + link, "days": days})
    subject, _, body = text.strip().partition("\n")
    EmailMessage(subject, body.strip() + "\n", to=[user.email]).send()
