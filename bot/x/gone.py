"""What an answer of X shows to be gone: it names it beside the rest, or gives it with a warning.

https://docs.x.com, "Response codes and errors", partial errors; the same slugs stand in both
vocabularies. A post that is merely left out, or a field that X could not fill, says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.gone import Gone, GoneReason
from bot.x.wire import WirePage, WireProblem, WireUser

_POSTS = {"tweet", "post"}
_NOT_FOUND = "resource-not-found"
_NOT_FOR_ALL = "not-authorized-for-resource"
# Titles the problem of an account that is suspended, which is "not found" like one that never was.
_SUSPENDED = "Forbidden"


def gone_in_page(page: WirePage) -> Gone:
    told = _told(page.errors or ())
    shown = (*page.posts, *page.included.referred)
    withheld: dict[int, GoneReason] = {p.id: "withheld" for p in shown if p.withheld is not None}
    return Gone(
        {**told.posts, **withheld}, {**told.people, **_protected(page.included.users or ())}
    )


def gone_in_people(people: Iterable[WireUser], problems: Iterable[WireProblem]) -> Gone:
    return Gone(people={**_told(problems).people, **_protected(people)})


def is_suspended(problems: Iterable[WireProblem]) -> bool:
    """Whether X says of the one person who was asked for that they are suspended."""
    return any(_reason(problem) == "suspended" for problem in problems)


def _protected(people: Iterable[WireUser]) -> dict[int, GoneReason]:
    return {person.id: "protected" for person in people if person.protected}


def _told(problems: Iterable[WireProblem]) -> Gone:
    posts: dict[int, GoneReason] = {}
    people: dict[int, GoneReason] = {}
    for problem in problems:
        found = str(problem.resource_id or problem.value)
        reason = _reason(problem)
        if reason is None or not (found.isascii() and found.isdecimal()):
            continue
        if problem.resource_type in _POSTS:
            posts[int(found)] = reason
        elif problem.resource_type == "user" and reason != "hidden":
            people[int(found)] = reason
    return Gone(posts, people)


def _reason(problem: WireProblem) -> GoneReason | None:
    slug = str(problem.type).rstrip("/").rsplit("/", 1)[-1]
    if slug == _NOT_FOR_ALL:
        return "hidden"
    if slug != _NOT_FOUND:
        return None
    return "suspended" if problem.title == _SUSPENDED else "deleted"
