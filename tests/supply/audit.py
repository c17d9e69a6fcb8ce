"""Asks an index of advisories about the pinned dependencies.

    python -m tests.supply.audit

Fails where a known vulnerability has been mended in some newer version. Where no index can be
reached nothing is known, which is said in a line and is no failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PINS = Path(__file__).parent.parent.parent / "constraints-dev.txt"
# Seconds for all of them together, and for each question.
PATIENCE, PATIENCE_EACH = 60, 5


class Unreachable(Exception):
    """No index of advisories answered; says why in a line."""


def audited(
    pins: Path, *options: str, patience: float = PATIENCE
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each known vulnerability, after the name and version of what has it.

    `options` go to pip-audit. Raises Unreachable.
    """
    command = (
        *(sys.executable, "-m", "pip_audit", "--requirement", str(pins), "--disable-pip"),
        *("--vulnerability-service", "osv", "--format", "json", "--progress-spinner", "off"),
        *("--timeout", str(PATIENCE_EACH), *options),
    )
    try:
        ended = subprocess.run(
            command, capture_output=True, check=False, encoding="utf-8", timeout=patience
        )
    except subprocess.TimeoutExpired:
        raise Unreachable(f"no answer within {patience:g} seconds") from None
    try:
        told = json.loads(ended.stdout)
    except ValueError:
        last = ended.stderr.strip().splitlines()[-1:]
        raise Unreachable("".join(last) or "no reason given") from None
    for each in told["dependencies"]:
        for vulnerability in each.get("vulns", ()):
            yield f"{each['name']} {each['version']}", vulnerability


def report(pins: Path, *options: str, patience: float = PATIENCE) -> int:
    """Says what is known of the pins on stdout; gives the exit code."""
    try:
        known = list(audited(pins, *options, patience=patience))
    except Unreachable as error:
        sys.stdout.write(f"Skipped, as no index of advisories could be asked: {error}\n")
        return 0
    for package, vulnerability in known:
        fixed = ", ".join(vulnerability["fix_versions"])
        now = f"mended in {fixed}" if fixed else "not mended yet"
        sys.stdout.write(f"{package}: {vulnerability['id']}, {now}\n")
    return int(any(vulnerability["fix_versions"] for _, vulnerability in known))


if __name__ == "__main__":
    sys.exit(report(PINS))
