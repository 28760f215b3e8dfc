"""What ``./run`` promises whoever starts from a fresh clone, and what the README says of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
LOCKS = ["requirements.txt", "requirements-tests.txt"]


@pytest.fixture
def house(tmp_path):
    """A folder with ``run`` alone, so that the developer's own ``.venv`` and database are left alone."""
    for name in ["run", *LOCKS]:
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def run(house, *arguments, executable=sys.executable, **environment):
    """``./run`` in an environment that holds nothing else; ``executable`` is the Python that it believes to be."""
    start = f"import runpy, sys; sys.executable = {executable!r}; runpy.run_path('run', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=house,
        env={"HOME": str(house), "PATH": "", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def script(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{content}\n")
    path.chmod(0o755)
    return path


def lock(name):
    """The exact version of each package that the lock pins, and its lines."""
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE)), text.replace("\\\n", " ").splitlines()


# --- The command line -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["aide"], ["site", "8001", "8002"]])
def test_an_unknown_command_shows_the_french_usage(house, arguments):
    answer = run(house, *arguments)

    assert answer.returncode == 2
    assert "./run site [ADRESSE:PORT]" in answer.stderr


@pytest.mark.parametrize("address", ["huit-mille", "127.0.0.1", "127.0.0.1:", "::1:8000", "70000"])
def test_a_wrong_address_is_said_with_examples(house, address):
    answer = run(house, "site", address)

    assert answer.returncode == 2
    assert f"« {address} » n'est pas une adresse à servir" in answer.stderr


@pytest.mark.parametrize("prefix", ["", "127.0.0.1:", "localhost:"])
def test_a_taken_port_is_said_before_any_work(house, prefix):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = run(house, "site", f"{prefix}{port}")

    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Le port {port} est déjà pris.")
    assert not (house / ".venv").exists()


# --- Finding a Python -------------------------------------------------------------------------------------------


def test_without_a_python_it_says_how_to_get_one(house):
    (house / "pyenv").mkdir()
    answer = run(house, "manage", "check", executable="/nowhere", PYENV_ROOT=str(house / "pyenv"))

    assert answer.returncode == 1
    assert answer.stderr.startswith("Il faut Python 3.12 ou plus récent, introuvable ici.")
    assert "PYTHON=/chemin" in answer.stderr


def test_an_older_python_is_passed_over(house):
    older = script(house / "bin/python3", "exit 1  # what the probe does under Python 3.11")
    answer = run(house, "manage", "check", executable=str(older), PATH=str(older.parent))

    assert answer.stderr.startswith("Il faut Python 3.12")


def test_a_python_without_venv_says_the_package_to_install(house):
    bare = script(house / "bin/python3.13", "echo '3.13.2 (/usr)'; echo /usr/bin/python3.13; echo")
    answer = run(house, "manage", "check", executable="/nowhere", PATH=str(bare.parent))

    assert answer.returncode == 1
    assert answer.stderr.endswith("sudo apt install python3.13-venv\n")


@pytest.mark.parametrize(
    "place", ["second/python3.13", "pyenv/versions/3.13.1/bin/python", ".pyenv/versions/3.12.9/bin/python", "mine/py"]
)
def test_a_python_is_found_behind_shims_that_do_not_run(house, place):
    shim = script(house / "shims/python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    found = script(house / place, f'echo "$@" >> {house}/calls; echo "3.13.1 (here)"; echo "$0"; echo complete')
    answer = run(
        house,
        "manage",
        "check",
        executable="/nowhere",
        PATH=os.pathsep.join([str(shim.parent), str(house / "second")]),
        **({"PYENV_ROOT": str(house / "pyenv")} if place.startswith("pyenv") else {}),
        **({"PYTHON": str(found)} if place == "mine/py" else {}),
    )

    assert answer.stderr.startswith("Création de .venv avec Python 3.13.1 (here)…\n")
    assert f"-m venv --clear {house}/.venv" in (house / "calls").read_text()


# --- Installing -------------------------------------------------------------------------------------------------


@pytest.fixture
def installed(house):
    """A ``.venv`` whose Python notes what it is asked and does nothing."""
    script(
        house / ".venv/bin/python",
        f"""case "$*" in
        "-c "*) echo "3.13.1 (here)"; echo "$0"; echo complete ;;
        *) echo "$*" >> {house}/calls; test ! -e {house}/offline ;;
        esac""",
    )
    (house / ".venv/installed").write_text("3.13.1 (here)\n")

    def calls():
        return re.findall(r"-m pip .*/(\S+)|-m (venv)|/(manage.py \S+)|-m (pytest.*)", (house / "calls").read_text())

    return lambda: ["".join(call) for call in calls()]


def test_each_lock_is_installed_once(house, installed):
    for _ in range(2):
        run(house, "manage", "check")
    assert installed() == ["requirements.txt", "manage.py check", "manage.py check"]

    (house / "requirements.txt").write_text("# newer")
    run(house, "manage", "check")
    assert installed()[3:] == ["requirements.txt", "manage.py check"]


def test_the_tests_install_the_site_too(house, installed):
    run(house, "tests", "-k", "port")
    run(house, "manage", "check")

    assert installed() == ["requirements-tests.txt", "pytest -k port", "manage.py check"]


def test_a_failed_install_is_said_and_done_again(house, installed):
    (house / "offline").touch()
    answer = run(house, "manage", "check")
    assert answer.returncode == 1
    assert "la connexion marche-t-elle ?" in answer.stderr
    assert not (house / ".venv/installed").exists()

    (house / "offline").unlink()
    (house / "calls").unlink()
    run(house, "manage", "check", PYTHON=str(house / ".venv/bin/python"))
    assert installed() == ["venv", "requirements.txt", "manage.py check"]


# --- What the README and the locks promise ----------------------------------------------------------------------


def test_the_readme_lists_every_variable_that_the_settings_read():
    read = re.findall(r"(?:env_flag|env_list|environ\.get)\(\"(\w+)\"", (ROOT / "ptce_hub/settings.py").read_text())
    table = README.split("## Réglages")[1].split("\n## ")[0]

    assert sorted(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == sorted(set(read))


def test_the_readme_names_only_commands_that_run_has(house):
    usage = run(house).stderr

    assert set(re.findall(r"\./run (\w+)", README)) == set(re.findall(r"\./run (\w+)", usage))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_by_hash_and_names_no_registry(name):
    pinned, lines = lock(name)

    assert len(pinned) == len(lines)
    assert all("--hash=sha256:" in line for line in lines)
    assert not re.search(r"https?://|^-", "\n".join(lines), re.MULTILINE)


def test_the_locks_hold_what_the_project_asks_and_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    site, tests = (lock(name)[0] for name in LOCKS)

    def names(requirements):
        return {re.match(r"[\w.-]+", requirement)[0] for requirement in requirements}

    assert names(project["dependencies"]) <= site.keys()
    assert names(project["optional-dependencies"]["tests"]) <= tests.keys()
    assert site.items() <= tests.items()
