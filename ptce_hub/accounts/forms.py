"""The words of django-allauth's forms of security keys, which its French leaves out or mixes up."""

from allauth.mfa.webauthn import forms as keys
from django import forms

NAME = "Le nom sous lequel vous la reconnaîtrez : « téléphone », « clé bleue »…"


class AddKeyForm(keys.AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label="Se connecter avec cette clé seule, sans mot de passe",
        required=False,
        help_text="L’appareil demande alors votre empreinte, votre visage ou un code.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = "Nom de la clé", NAME


class RenameKeyForm(keys.EditWebAuthnForm):
    name = forms.CharField(label="Nom de la clé", max_length=80, help_text=NAME)
