"""Secret links sent by mail: whoever holds one needs no account. Only their fingerprint is kept."""

import hashlib
import secrets


def new_secret():
    """The end of a link that nobody guesses, and the fingerprint to keep."""
    secret = secrets.token_urlsafe(32)
    return secret, fingerprint(secret)


def fingerprint(secret):
    """Long random texts need no key: nobody can try them all."""
    return hashlib.sha256(secret.encode()).hexdigest()
