from __future__ import annotations

import gc
import logging
import os
import socket
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import Phase, settings

from bot.logs import OURS, QUIETEST
from tests.databases import (
    conn,
    database,
    database_url,
    empty_postgres_url,
    empty_sqlite_url,
    empty_url,
    postgres_server,
    postgres_template,
    postgres_url,
    shared_postgres_url,
    shared_sqlite_url,
    shared_url,
    sqlite_template,
    sqlite_url,
)

# What is loaded and collected stays: looking through it for garbage again and again finds none.
gc.disable()

__all__ = [
    "conn",
    "database",
    "database_url",
    "empty_postgres_url",
    "empty_sqlite_url",
    "empty_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "shared_postgres_url",
    "shared_sqlite_url",
    "shared_url",
    "sqlite_template",
    "sqlite_url",
]

# How long an example takes depends on what else the machine does; pytest-timeout stops what hangs.
settings.register_profile("everyday", deadline=None, print_blob=True, max_examples=15)
settings.register_profile("thorough", settings.get_profile("everyday"), max_examples=500)
# make mutants: the same examples for every mutant, and a failing one need not be made simpler.
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("everyday")

# Folders whose tests play days, or begin processes.
LONGEST = {"crash", "end_to_end", "soak", "wire"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", metavar="FOLDER", help="keep pictures of what the browser shows")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that in the end no worker has it before it alone."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


def pytest_collection_finish() -> None:
    """From here on garbage is looked for in what tests leave, which is little."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may run a bot as well, with tokens in the environment, and speak
    another language."""
    for name in [name for name in os.environ if name.startswith("TWEETUP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def port() -> Iterator[int]:
    """A port of 127.0.0.1 at which nobody listens, kept for a server of this test's: one that was
    merely free might be another's by the time that begins."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield int(kept.getsockname()[1])


@pytest.fixture
def logging_put_back() -> Iterator[None]:
    """For tests that set logging up: the next test finds it as it was."""
    loggers = [logging.getLogger(), *map(logging.getLogger, (*OURS, *QUIETEST))]
    handlers, levels = loggers[0].handlers[:], [logger.level for logger in loggers]
    yield
    logging.captureWarnings(False)
    structlog.reset_defaults()
    loggers[0].handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
