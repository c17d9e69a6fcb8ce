"""Logging: one shape for our own lines and the libraries', and no secret in any of them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Literal

import structlog

from bot.redacting import Redactor

OURS = ("bot", "cogs", "db")
# The libraries' chattier levels print request headers (the bearer token with them), whole payloads
# and SQL with people's data in it, so those levels stay shut whatever the configured one: for these
# here, and for the debug lines of all others. Alembic's say at every start what it is made of; what
# it did is told by `db.migration`.
QUIETEST: Mapping[str, int] = {
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic.runtime": logging.WARNING,
    "asyncio": logging.WARNING,
    "discord": logging.INFO,
    "discord.http": logging.WARNING,
    "discord.webhook": logging.WARNING,
    "oauthlib": logging.WARNING,
    "requests_oauthlib": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "tweepy": logging.WARNING,
    "urllib3": logging.WARNING,
}

_OF_SEVERAL_LINES = {"exception", "stack", "stack_info"}
# Control characters, ends of lines, what turns the direction of writing, halves of surrogate pairs.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def setup(
    level: Literal["debug", "info", "warning", "error"],
    form: Literal["console", "json"],
    secrets: Iterable[str],
) -> None:
    """Sends every log line of the process to stderr, with each of `secrets` blotted out.

    Lines that libraries write through `logging`, warnings and tracebacks take the same way.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(form, shared, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(number)
    for name, floor in QUIETEST.items():
        logging.getLogger(name).setLevel(max(number, floor))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    def __init__(
        self,
        *,
        processors: list[structlog.typing.Processor],
        foreign_pre_chain: list[structlog.typing.Processor],
        secrets: Iterable[str],
    ) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign_pre_chain)
        self._redacted = Redactor(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._redacted(super().format(record))


def _formatter(
    form: Literal["console", "json"],
    shared: list[structlog.typing.Processor],
    secrets: Iterable[str],
) -> RedactingFormatter:
    # Plain tracebacks: the prettier ones show local variables, and people's data with them.
    drawing: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta
    ]
    if form == "json":
        drawing += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        drawing += [
            structlog.processors.format_exc_info,
            _contained,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    return RedactingFormatter(processors=drawing, foreign_pre_chain=shared, secrets=secrets)


def _contained(
    _logger: object, _method: str, line: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """With nothing in it that would begin a line of its own, or tell the terminal what to do.

    JSON is so by itself. What a traceback says in further lines is indented, as no log line is.
    """
    for name, value in line.items():
        if isinstance(value, str):
            several = name in _OF_SEVERAL_LINES
            lines = [f"    {each}" for each in value.split("\n")] if several else [value]
            line[name] = "\n".join(_UNSEEN.sub(_written_out, each) for each in lines)
    return line


def _written_out(sign: re.Match[str]) -> str:
    return sign[0].encode("unicode_escape").decode()
