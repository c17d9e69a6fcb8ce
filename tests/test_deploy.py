"""What `deploy/` holds, judged by the tools it is for, where they are installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import load
from tests.command import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = ("compose.yaml", "compose.postgres.yaml")
TOKENS = {"TWEETUP_DISCORD_TOKEN": "discord", "TWEETUP_X_BEARER_TOKEN": "x"}
# systemd's own measure, from 0 (nothing is left to attack) to 100; most services are above 90.
EXPOSURE = 15


def tool(name: str) -> str:
    """Where it is: beside this Python, or wherever the shell finds it."""
    found = shutil.which(name, path=Path(sys.executable).parent) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def judged(*command: str) -> str:
    """What a tool says, once it has found nothing wrong."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    assert judged(tool("hadolint"), "deploy/Dockerfile") == ""


def test_the_image_holds_what_the_bot_needs_and_no_more() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = {source for line in copied for source in line.split()}
    assert all((ROOT / source).exists() for source in sources)
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == sources
    assert "*" in ignored
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["10001:10001"]


def test_no_image_names_the_place_it_comes_from() -> None:
    texts = [DOCKERFILE, *((DEPLOY / name).read_text(encoding="utf-8") for name in COMPOSE)]
    named = re.compile(r"(?:^FROM|image:) (\S+)", re.MULTILINE)
    images = [name for text in texts for name in named.findall(text)]
    assert len(images) == 4
    assert not [name for name in images if "/" in name]


def test_the_settings_of_the_container_hold_and_are_watched_where_it_looks() -> None:
    config = load(DEPLOY / "container.toml", env=TOKENS)
    assert config.database.url == "sqlite+aiosqlite:////data/tweetup.db"
    assert config.monitoring.host_and_port is not None
    assert f"127.0.0.1:{config.monitoring.host_and_port[1]}/healthz" in DOCKERFILE


@pytest.mark.parametrize("name", COMPOSE)
def test_compose_files_fit_their_specification(name: str) -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    judged(tool("check-jsonschema"), *schema, f"deploy/{name}")


@pytest.mark.parametrize("names", [COMPOSE[:1], COMPOSE])
def test_docker_compose_takes_them(names: tuple[str, ...], tmp_path: Path) -> None:
    docker = tool("docker")
    asked = subprocess.run([docker, "compose", "version"], capture_output=True, check=False)
    if asked.returncode != 0:
        pytest.skip("docker has no compose")
    for name in names:
        shutil.copy(DEPLOY / name, tmp_path)
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=invented\n", encoding="utf-8")
    files = [part for name in names for part in ("-f", str(tmp_path / name))]
    judged(docker, "compose", *files, "config", "--quiet")


@pytest.fixture
def unit(tmp_path: Path) -> str:
    """The unit as systemd would find it, but for the program, which is installed elsewhere."""
    text = (DEPLOY / "tweetup.service").read_text(encoding="utf-8")
    path = tmp_path / "tweetup.service"
    program = "/opt/tweetup/.venv/bin/tweetup"
    assert program in text
    path.write_text(text.replace(program, str(Path(sys.executable))), encoding="utf-8")
    return str(path)


def test_systemd_takes_the_unit(unit: str) -> None:
    assert judged(tool("systemd-analyze"), "verify", unit) == ""


def test_systemd_takes_the_unit_for_several_processes(unit: str) -> None:
    place = Path(unit).parent
    shutil.copy(unit, place / "tweetup@.service")
    shutil.copytree(DEPLOY / "tweetup@.service.d", place / "tweetup@.service.d")
    instance = str(place / "tweetup@2.service")
    assert judged(tool("systemd-analyze"), "verify", instance) == ""


def test_each_of_several_processes_has_a_name_and_a_port_of_its_own() -> None:
    text = (DEPLOY / "tweetup@.service.d" / "process.conf").read_text(encoding="utf-8")
    given = dict(re.findall(r"^Environment=(\w+)=(.+)$", text.replace("%i", "2"), re.MULTILINE))
    config = load(DEPLOY / "container.toml", env=TOKENS | given)
    assert config.growth.name.endswith("/2")
    assert config.monitoring.host_and_port == ("127.0.0.1", 9112)


def test_systemd_finds_little_to_attack(unit: str) -> None:
    limit = f"--threshold={EXPOSURE}"
    judged(tool("systemd-analyze"), "security", "--offline=true", "--no-pager", limit, unit)
