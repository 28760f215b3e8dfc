"""How what a host says in its environment is read: words that say yes, lists, addresses of servers, the secret key."""

import os
import re
import secrets
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env_flag(name):
    """Whether the variable says yes; unset or anything else means no."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "oui"}


def env_list(name):
    """The comma-separated words of the variable; unset gives an empty list."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret_key(path):
    """The key kept in ``path``, made at the first run and readable by its owner only.

    Two processes starting together agree: the file is written whole under another name, then linked, and the
    first link wins.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def tile_layer(url, attribution):
    """The address of the images, who made them, and the origin that the browser may then load images from."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc or not all(word in url for word in ("{z}", "{x}", "{y}")):
        raise ImproperlyConfigured("TILE_URL : attendu une adresse comme https://tuiles.exemple.fr/{z}/{x}/{y}.png")
    if not attribution:
        raise ImproperlyConfigured("TILE_ATTRIBUTION : écrivez qui fait les images de TILE_URL et sous quelle licence.")
    host = parts.netloc.replace("{s}", "*")
    if host.rfind("*") > 0 or not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host):
        raise ImproperlyConfigured("TILE_URL : {s} ne peut être que le premier mot du nom de la machine.")
    return {"url": url, "attribution": attribution, "host": host, "origin": f"https://{host}"}


def mailer(url, local):
    """How mails leave, from ``smtp://account:secret@machine:587`` (or ``smtps://``, port 465).

    Nothing said: on the console when ``local``, through this machine's own mail server otherwise.
    """
    if local and not url:
        return {"BACKEND": "ptce_hub.console_mail.EmailBackend"}
    parts = urlsplit(url or "smtp://localhost:25")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL : attendu une adresse comme smtp://compte:secret@courrier.exemple.fr:587")
    options = {"host": parts.hostname, "port": parts.port or (465 if parts.scheme == "smtps" else 587), "timeout": 20}
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    if parts.scheme == "smtps":
        options["use_ssl"] = True
    elif parts.hostname not in ("localhost", "127.0.0.1"):
        options["use_tls"] = True
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def site_address(hosts, local):
    """The address that visitors type, guessed from the first host name that is one."""
    named = next((host for host in hosts if not host.startswith((".", "*"))), "localhost")
    return f"http://{named}:8000" if local else f"https://{named}"
