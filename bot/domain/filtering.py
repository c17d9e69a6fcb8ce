"""What becomes of a post under a tweetup's hashtag: it is shown, or kept out of the conversation.

muted author > blocked word > answers a chat > author always allowed > the classifier's verdict
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from unicodedata import combining, normalize

from bot.domain.noise import Verdict
from bot.domain.posts import Post
from bot.errors import UserError

Noise = Literal["job_ad", "promotion", "duplicate"]
# Show it; list it in the daily digest; ask the organisers; keep it out altogether.
Policy = Literal["show", "fold", "hold", "drop"]
# What a post's place in a feed is called; "waiting" is on its way to the channel, "answer" to where
# the answers to a chat's question are.
Filed = Literal["waiting", "answer", "folded", "held", "dropped", "muted", "blocked"]
Standing = Literal["allowed", "muted"]

# One tap away is quiet enough for advertisements, and mends a wrong verdict. A copy says nothing
# that was not said before, so nobody misses it.
DEFAULTS: Mapping[Noise, Policy] = MappingProxyType(
    {"job_ad": "fold", "promotion": "fold", "duplicate": "drop"}
)
# Below this a verdict is a guess, and the next milder thing is done: nothing is lost by a guess.
SURE = 0.6
_MILDER: dict[Policy, Policy] = {"show": "show", "fold": "show", "hold": "hold", "drop": "fold"}
_STATES: dict[Policy, Filed] = {
    "show": "waiting",
    "fold": "folded",
    "hold": "held",
    "drop": "dropped",
}

WORD_LIMIT = 50
WORDS_AT_MOST = 100
AUTHORS_AT_MOST = 500

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼ"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filter:
    """What an event's organisers set. People go by X's ids, words and phrases by `word_key`."""

    policies: Mapping[Noise, Policy] = field(default_factory=lambda: DEFAULTS)
    people: Mapping[int, Standing] = field(default_factory=dict)
    blocked: Collection[str] = ()


def filed(post: Post, verdict: Verdict, given: Filter, *, in_chat: bool = False) -> Filed:
    """Where a post goes that is no repost. `in_chat` says that it belongs to a chat's question."""
    standing = given.people.get(post.author_id)
    if standing == "muted":
        return "muted"
    if given.blocked and says_any(post.plain_text, given.blocked):
        return "blocked"
    if in_chat:
        return "answer"
    if standing == "allowed" or verdict.kind == "conversation":
        return "waiting"
    if verdict.kind == "duplicate" and _answers_somebody(post):
        # The same thanks to two people are two answers.
        return "waiting"
    policy = given.policies[verdict.kind]
    return _STATES[policy if verdict.confidence >= SURE else _MILDER[policy]]


def says_any(text: str, keys: Iterable[str]) -> bool:
    """Whether one of these words or phrases stands in a text, as whole words."""
    wanted = [f" {key} " for key in keys]
    if not wanted:
        return False
    words = f" {_words(_ADDRESS.sub(' ', text))} "
    return any(key in words for key in wanted)


def word_key(typed: str) -> str:
    """A word or phrase as texts are searched for it: case, accents and punctuation do not count.

    Raises UserError when there is no word in it, or too much.
    """
    key = _words(typed)
    if not key:
        raise UserError("filter.no_word", found=typed)
    if len(typed.strip()) > WORD_LIMIT:
        raise UserError("filter.long_word", limit=WORD_LIMIT)
    return key


def _words(text: str) -> str:
    # Folded twice: what taking the accents off leaves may have a lower case only then.
    plain = "".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))
    return " ".join(_WORD.findall(plain.casefold().translate(_APOSTROPHES)))


def _answers_somebody(post: Post) -> bool:
    return post.reply_to_id is not None and post.reply_to_author_id != post.author_id
