"""`python -m tests.mutants`: how many small faults in `bot/domain` the tests of the domain notice.

mutmut breaks one thing in one function at a time and runs the tests that call it. The last line is
the figure; the exit code is 0 if at least LEAST_KILLED of the mutants were killed.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import io
import math
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

LEAST_KILLED = 0.85
# Endless loops count: the tests' time limit would have told.
KILLED = {"killed", "timeout", "segfault"}
UNSETTLED = {"not checked", "check was interrupted by user"}
DOMAIN = "bot.domain."
MADE = Path("mutants")
LOG = MADE / "run.log"
# Standard deviations either side that hold 95 % of a normal distribution.
Z = 1.96


def main() -> int:
    options = argparse.ArgumentParser(prog="make mutants ARGS=")
    options.add_argument(
        "modules", nargs="*", help="of bot/domain, say rsvp noise.copies 'noise.*'"
    )
    options.add_argument("--sample", type=int, help="try this many, drawn at random")
    options.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    options.add_argument("--processes", type=int, default=2, help="at a time")
    given = options.parse_args()
    names = [name for name in _made() if _wanted(_module(name), given.modules)]
    if not names:
        options.error(f"nothing to break in {' '.join(given.modules)}")
    every = len(names)
    if given.sample and given.sample < every:
        names = sorted(random.Random(given.seed).sample(names, given.sample))
    if not _tried(names, given.processes):
        sys.stdout.write(f"mutmut did not get through, see {LOG}\n")
        return 2
    found = _found(names)
    sys.stdout.write("\n".join(told(found)) + "\n")
    killed = sum(status in KILLED for status in found.values())
    low, high = wilson(killed, len(found))
    sampled = f" (seed {given.seed}, of {every}; 95 %: {low:.1%} to {high:.1%})"
    sys.stdout.write(
        f"{killed} of {len(found)} mutants killed: {killed / len(found):.1%}"
        f"{sampled if len(found) < every else ''}\n"
    )
    return 0 if killed >= LEAST_KILLED * len(found) else 1


def told(found: Mapping[str, str]) -> list[str]:
    """Survivors by name, and the modules, those with the most survivors first."""
    alive = sorted(name for name, status in found.items() if status not in KILLED)
    every = Counter(map(_module, found))
    left = Counter(map(_module, alive))
    modules = sorted(every, key=lambda module: (-left[module], module))
    return [
        *(f"python -m mutmut show {name}  # {found[name]}" for name in alive),
        *(f"{every[each] - left[each]:5} of {every[each]:4}  {each}" for each in modules),
    ]


def wilson(hits: int, tries: int) -> tuple[float, float]:
    """Where the true share lies with 95 % confidence: Wilson's score interval (1927), which holds
    near 0 and 1 as well. `tries` is at least 1."""
    share = hits / tries
    centre = share + Z**2 / (2 * tries)
    spread = Z * math.sqrt(share * (1 - share) / tries + Z**2 / (4 * tries**2))
    return (centre - spread) / (1 + Z**2 / tries), (centre + spread) / (1 + Z**2 / tries)


def _made() -> list[str]:
    """The names of all mutants of the tree as it is; mutmut makes those of changed files anew."""
    from mutmut.__main__ import collect_source_file_mutation_data, create_mutants
    from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir

    MADE.mkdir(exist_ok=True)
    with contextlib.redirect_stdout(io.StringIO()):
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(1)
    mutants, _ = collect_source_file_mutation_data(mutant_names=())
    return sorted(name for _, name, _ in mutants)


def _tried(names: list[str], processes: int) -> bool:
    """Names are given even when they are all: mutmut repeats those only."""
    with LOG.open("w") as log:
        run = [sys.executable, "-m", "mutmut", "run", "--max-children", str(processes), *names]
        return subprocess.run(run, check=False, stdout=log, stderr=log).returncode == 0


def _found(names: Iterable[str]) -> dict[str, str]:
    from mutmut.__main__ import collect_source_file_mutation_data
    from mutmut.stats import status_by_exit_code

    chosen = set(names)
    mutants, _ = collect_source_file_mutation_data(mutant_names=())
    found = {name: status_by_exit_code[code] for _, name, code in mutants if name in chosen}
    if unsettled := [name for name, status in found.items() if status in UNSETTLED]:
        raise SystemExit(f"{len(unsettled)} mutants were not tried, see {LOG}")
    return found


def _module(name: str) -> str:
    """`bot.domain.noise.copies.x_alike__mutmut_3` is one of `noise.copies`."""
    return name.removeprefix(DOMAIN).rpartition(".")[0]


def _wanted(module: str, patterns: list[str]) -> bool:
    return not patterns or any(fnmatch.fnmatch(module, pattern) for pattern in patterns)


if __name__ == "__main__":
    sys.exit(main())
