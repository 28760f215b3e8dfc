"""What ``./run site`` loads before it serves, and where it says that it is."""

from unittest.mock import Mock

import pytest
from django.core.management import CommandError

from ptce_hub.site.management.commands import site


@pytest.fixture
def imports(monkeypatch, settings, tmp_path):
    """The imports that the command asks for, from a project that holds one file of records."""
    asked = []
    settings.BASE_DIR = tmp_path
    (tmp_path / "poles/data").mkdir(parents=True)
    (tmp_path / "poles/data/poles.json").write_text("[]")
    monkeypatch.setattr(site, "call_command", lambda name, **options: asked.append(name))
    return asked


@pytest.mark.django_db
def test_the_same_records_are_imported_once(imports, tmp_path):
    for _ in range(2):
        site.Command().import_records()
    assert imports == ["import_records"]

    (tmp_path / "poles/data/poles.json").write_text("[{}]")
    site.Command().import_records()
    assert imports == ["import_records", "import_records"]


@pytest.mark.django_db
def test_a_refused_import_is_tried_again(imports, monkeypatch):
    def refuse(name, **options):
        raise CommandError("Rien n'a été importé.")

    with monkeypatch.context() as broken, pytest.raises(CommandError):
        broken.setattr(site, "call_command", refuse)
        site.Command().import_records()

    site.Command().import_records()
    assert imports == ["import_records"]


def test_mails_lead_to_the_port_asked_for(monkeypatch, settings):
    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    monkeypatch.setattr(site, "ThreadedWSGIServer", lambda *args, **kwargs: Mock(server_port=8001))
    settings.LOCAL = True

    site.Command().serve("127.0.0.1", 8001)

    assert settings.SITE_ADDRESS == "http://127.0.0.1:8001"
