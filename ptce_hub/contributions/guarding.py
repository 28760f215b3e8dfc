"""What keeps robots and floods out of the public forms, without asking a third party nor leaving a cookie.

Three things together: a field that people do not see and leave empty; a sealed time, which says that the form was
opened here, for this address, some seconds ago; a number of messages a day from one machine and to one mail address.
"""

import datetime
import ipaddress
import time
from typing import NamedTuple

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ptce_hub.contributions.models import Attempt
from ptce_hub.contributions.texts import PlainTexts

SALT = "ptce_hub.contributions.guarding"
FASTEST = 3  # seconds that a person needs to read and fill a form
OLDEST = 24 * 3600  # seconds during which a form opened may be sent

#: How many forms may be sent in an hour and in a day: from one machine (an office shares one address), to one mail;
#: how many tests may begin (a whole room takes it together).
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
LIMITS = {
    "machine": ((HOUR, 20), (DAY, 60)),
    "mail": ((HOUR, 6), (DAY, 12)),
    "test": ((HOUR, 200), (DAY, 600)),
}


class Seal(NamedTuple):
    """When the form was opened (seconds since 1970), and what it showed then."""

    at: float
    shown: dict


def make_seal(path, shown=None):
    return signing.dumps({"path": path, "opened": time.time(), "shown": shown or {}}, salt=SALT, compress=True)


def read_seal(text, path):
    """What ``make_seal`` wrote for the same path; ``ValueError``, in French, when it was not here or too long ago."""
    try:
        said = signing.loads(text, salt=SALT, max_age=OLDEST)
    except signing.SignatureExpired:
        raise ValueError("Ce formulaire est ouvert depuis plus d'un jour : relisez-le, puis envoyez-le.") from None
    except signing.BadSignature:
        said = {}
    if said.get("path") != path:
        raise ValueError("Ce formulaire n'a pas pu être reconnu : relisez-le, puis envoyez-le de nouveau.")
    return Seal(said["opened"], said["shown"])


class Guarded(PlainTexts):
    """A form that anybody may send, from the page at ``path``; ``shown`` is what the page shows of a record."""

    subject = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    seal = forms.CharField(required=False, widget=forms.HiddenInput)
    mail = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        help_text="Elle n'est jamais publiée. Elle reçoit un lien à ouvrir pour confirmer.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, path, shown=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.opened, self.broken_seal = None, ""
        if self.is_bound:
            try:
                self.opened = read_seal(self.data.get("seal", ""), path)
            except ValueError as error:
                self.broken_seal = str(error)
                self.data = self.data.copy()
                self.data["seal"] = make_seal(path, shown)
        else:
            self.initial["seal"] = make_seal(path, shown)

    @property
    def shown(self):
        """What the page showed when it was opened; empty when that cannot be trusted."""
        return self.opened.shown if self.opened else {}

    def clean(self):
        super().clean()
        if self.broken_seal:
            raise ValidationError(self.broken_seal, code="seal")
        if self.cleaned_data.get("subject"):
            raise ValidationError(
                "Un champ invisible, qui doit rester vide, a été rempli : videz-le (« Laissez ce champ vide »).",
                code="robot",
            )
        if time.time() - self.opened.at < FASTEST:
            raise ValidationError("Envoyé bien vite : relisez, puis envoyez de nouveau.", code="fast")
        return self.cleaned_data


def too_many(request, mail):
    """Whether this machine or this address has sent its share; what is asked now counts too."""
    return past_limits({"machine": machine_of(request), "mail": mail.casefold()})


def sent_too_often(request, kind):
    """The same of this machine alone, for one kind of limit."""
    return past_limits({kind: machine_of(request)})


def past_limits(values):
    """Each try is written before it is counted, and those written later are left out: whatever the number of
    processes, no more pass than the limit.
    """
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - DAY).delete()
    keys = {kind: key_of(kind, value) for kind, value in values.items()}
    written = {kind: Attempt.objects.create(key=key, at=now) for kind, key in keys.items()}
    return any(
        Attempt.objects.filter(key=mine.key, at__gt=now - period, pk__lte=mine.pk).count() > most
        for kind, mine in written.items()
        for period, most in LIMITS[kind]
    )


def key_of(kind, value):
    """A fingerprint from which, without the site's key, nobody finds the value again."""
    return salted_hmac(SALT, f"{kind} {value}", algorithm="sha256").hexdigest()


def machine_of(request):
    """The address of the visitor; of IPv6, the network that one subscriber has whole."""
    text = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.ALLAUTH_TRUSTED_PROXY_COUNT:  # each adds, last, the address that it saw
        text = request.META.get("HTTP_X_FORWARDED_FOR", text).split(",")[-proxies:][0].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "inconnue"
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
