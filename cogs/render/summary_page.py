"""A summary to hand on: one file that needs nothing else, for a phone, a screen and paper."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from html import escape

import discord

from bot.domain.events import Event
from bot.pictures.figures import Bar
from bot.texts import region, text
from cogs.render.summary import Section
from cogs.render.times import local

_STYLE = """
:root {
  color-scheme: light dark; --ink: #1b1b1f; --paper: #fbfaf7; --line: #6e6e77; --bar: #0072b2
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececf1; --paper: #1e1f24; --line: #85858d; --bar: #3ba3dc }
}
@media print {
  :root { --ink: #000; --paper: #fff; --bar: #0072b2; font-size: 78% }
}
body { margin: 0 auto; max-width: 42rem; padding: 1.5rem 1rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.15rem; margin: 1.75rem 0 .25rem }
section { break-inside: avoid } p { margin: .4rem 0 }
.small { font-size: .875rem; margin-top: 1.75rem }
table { border-collapse: collapse; width: 100%; margin-top: .5rem }
th, td { padding: .2rem .5rem .2rem 0; text-align: left; font-weight: normal; vertical-align: top }
th { width: 34% } td:last-child { width: 18%; white-space: nowrap }
svg { display: block; width: 100%; height: 1.1rem; margin-top: .2rem; overflow: visible }
.of { fill: none; stroke: var(--line) } .n { fill: var(--bar) }
"""
# Nothing is loaded or run, whatever people wrote.
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'"


def page(event: Event, sections: Sequence[Section]) -> discord.File:
    name = f"tweetup-{event.local_start:%Y-%m-%d}.html"
    return discord.File(io.BytesIO(html(event, sections).encode()), name)


def html(event: Event, sections: Sequence[Section]) -> str:
    """The whole document; everything people wrote is escaped."""
    title = escape(text("summary.title", name=event.name))
    where = escape(f"{local(event)} · {event.place} · #{event.hashtag}")
    body = "".join(_section(each) for each in sections)
    # Discord shows the beginning of the file as it is written.
    opening = f"<!doctype html>\n<!--\n{text('summary.open_me')}\n-->\n"
    return (
        f'{opening}<html lang="{region().replace("_", "-")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p>{where}</p>\n{body}"
        f'<p class="small">{escape(text("summary.footer"))}</p>\n</main>\n</body>\n</html>\n'
    )


def _section(found: Section) -> str:
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in found.lines)
    most = max((max(each.n, each.of or 0) for each in found.bars), default=0)
    rows = "".join(_row(each, most) for each in found.bars)
    table = f"<table>\n{rows}</table>\n" if rows else ""
    return f"<section>\n<h2>{escape(found.heading)}</h2>\n{lines}{table}</section>\n"


def _row(each: Bar, most: int) -> str:
    def share(n: int) -> str:
        return f"{100 * n / max(most, 1):.1f}%"

    whole = "" if each.of is None else f'<rect class="of" width="{share(each.of)}" height="100%"/>'
    part = f'<rect class="n" width="{share(each.n)}" height="100%"/>'
    bar = f'<svg role="presentation">{part}{whole}</svg>'
    return f"<tr><th>{escape(each.label)}</th><td>{bar}</td><td>{escape(each.told)}</td></tr>\n"
