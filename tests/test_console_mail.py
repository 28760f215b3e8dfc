"""Mails on the console, as ``./run site`` writes them for who serves the site to themselves."""

import io

from django.core.mail import EmailMultiAlternatives

from ptce_hub.console_mail import EmailBackend

LINK = f"http://localhost:8000/contributions/confirmer/{'a1B2' * 30}/"


def test_a_long_link_stays_on_one_line_and_accents_read():
    page = io.StringIO()
    mail = EmailMultiAlternatives("Vérifiez", f"À confirmer :\n{LINK}\n", "a@example.org", ["b@example.org"])
    EmailBackend(stream=page).send_messages([mail])
    assert LINK in page.getvalue().splitlines()
    assert "À confirmer :" in page.getvalue()
    assert "Objet : Vérifiez" in page.getvalue()
    assert "b@example.org" in page.getvalue()
