"""People to follow, group by group: to be read in Discord, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from urllib.parse import urlencode

from bot.domain.markdown import escape_within, link
from bot.domain.posts import Author
from bot.services.who_to_follow import FollowList
from bot.texts import text

# As many as one looks through on a telephone; they fit into an embed.
PEOPLE_A_PAGE = 20
NAME_LIMIT = 40
TERM_LIMIT = 30
_FOLLOW = "https://x.com/intent/follow?"


def pages(found: FollowList) -> list[str]:
    """One page or more; a part that goes on has its heading again."""
    rows = [(heading, each) for heading, people in _parts(found) for each in people]
    starts = range(0, len(rows), PEOPLE_A_PAGE)
    return ["\n\n".join(_paragraphs(rows[n : n + PEOPLE_A_PAGE])) for n in starts]


def whole(found: FollowList) -> str:
    """The list as a plain text, which opens everywhere and can be read in Discord as well."""
    head = text("people.file.heading", name=found.event.name, hashtag=found.event.hashtag)
    parts = [head]
    for heading, people in _parts(found, plain=True):
        lines = (
            text("people.file.line", name=p.name, handle=p.handle, url=follow_url(p.handle))
            for p in people
        )
        parts.append("\n".join((heading, *lines) if heading else lines))
    return "\n\n".join(parts) + "\n"


def follow_url(handle: str) -> str:
    """Leads to X, which asks whether to follow."""
    return _FOLLOW + urlencode({"screen_name": handle})


def _paragraphs(rows: Iterable[tuple[str, Author]]) -> Iterator[str]:
    for heading, part in groupby(rows, key=itemgetter(0)):
        lines = [f"**{heading}**"] if heading else []
        yield "\n".join((*lines, *(_line(person) for _, person in part)))


def _parts(found: FollowList, *, plain: bool = False) -> Iterator[tuple[str, tuple[Author, ...]]]:
    """Each part with its heading; where all is one part it has none."""
    others = found.others
    for group in others.groups:
        yield _called(group.terms, plain), group.people
    if others.others:
        yield (text("people.others") if others.groups else ""), others.others
    if others.quiet:
        alone = not (others.groups or others.others)
        yield ("" if alone else text("people.quiet")), others.quiet


def _called(terms: Iterable[str], plain: bool) -> str:
    name = ", ".join(term if plain else escape_within(term, TERM_LIMIT) for term in terms)
    return name[:1].upper() + name[1:]


def _line(person: Author) -> str:
    leads = link(f"@{person.handle}", follow_url(person.handle), previewed=False)
    return text("people.line", name=escape_within(person.name, NAME_LIMIT), handle=leads)
