"""What can be told of the machine: its disks, its time zones, what is installed on it."""

from __future__ import annotations

import os
import shutil
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path

import psutil
import tzdata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import make_url

import bot
from bot.config import ENV_FILE, Config
from bot.domain.findings import Finding, found, of_disk, of_zones

# What was tested stands beside the program in a checkout.
PINS = Path(bot.__file__).parent.parent / "constraints.txt"
# File systems whose disks are other machines'.
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ncpfs", "davfs", "ceph", "lustre", "gluster")


def of_machine(config: Config, now: datetime) -> Iterator[Finding]:
    path = sqlite_path(config)
    directory = Path.cwd() if path is None else path.parent.resolve()
    if directory.is_dir():
        yield of_disk(str(directory), shutil.disk_usage(directory).free)
    if path is not None and (kind := file_system(directory)).startswith(_remote_kinds()):
        yield found("database.network", path=str(path), kind=kind)
    if os.name == "posix" and ENV_FILE.exists() and ENV_FILE.stat().st_mode & 0o077:
        yield found("secrets.open", path=str(ENV_FILE))
    yield of_zones(zones_version(), now)
    yield of_versions()


def sqlite_path(config: Config) -> Path | None:
    """The SQLite file; None with another database."""
    url = make_url(config.database.url)
    named = url.get_backend_name() == "sqlite" and url.database
    return Path(named) if named else None


def file_system(directory: Path) -> str:
    """The kind of the file system a directory is on; empty where it cannot be told."""
    around = [
        each
        for each in psutil.disk_partitions(all=True)
        if directory.is_relative_to(each.mountpoint)
    ]
    return max(around, key=lambda each: len(each.mountpoint)).fstype if around else ""


def zones_version() -> str | None:
    """The version of IANA's data that zoneinfo reads: the system's, else the package's."""
    for directory in map(Path, zoneinfo.TZPATH):
        if (directory / "Europe" / "London").is_file():
            return _system_version(directory) or "an unknown version"
    return str(tzdata.IANA_VERSION)


def of_versions() -> Finding:
    """Whether what is installed will do, and is what was tested where that can be told."""
    needed = [Requirement(each) for each in metadata.requires("tweetup") or ()]
    needed = [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    have = {each.name: _installed(each.name) for each in needed}
    wrong = [
        f"{each.name} {have[each.name] or '(missing)'} ({each.specifier})"
        for each in needed
        if not each.specifier.contains(have[each.name] or "0", prereleases=True)
    ]
    if wrong:
        return found("versions.wrong", packages=", ".join(wrong))
    tested = _pins()
    others = [
        f"{name} {version} ({tested[canonicalize_name(name)]})"
        for name, version in have.items()
        if tested.get(canonicalize_name(name), version) != version
    ]
    if others:
        return found("versions.untested", packages=", ".join(others))
    return found(
        "versions.fine",
        python=sys.version.partition(" ")[0],
        discord=have["discord.py"],
        tweepy=have["tweepy"],
    )


def _remote_kinds() -> tuple[str, ...]:
    return (*_NETWORK, *(f"fuse.{each}" for each in (*_NETWORK, "sshfs", "rclone")))


def _system_version(directory: Path) -> str:
    """As the system's package notes it, in one of two ways."""
    for name, before in (("tzdata.zi", "# version "), ("+VERSION", "")):
        if (file := directory / name).is_file():
            with file.open(encoding="utf-8") as lines:
                return next(lines, "").removeprefix(before).strip()
    return ""


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _pins() -> dict[str, str]:
    if not PINS.is_file():
        return {}
    lines = (line.split() for line in PINS.read_text(encoding="utf-8").splitlines())
    pinned = (words[0].partition("==") for words in lines if words and "==" in words[0])
    return {canonicalize_name(name): version.partition(";")[0] for name, _, version in pinned}
