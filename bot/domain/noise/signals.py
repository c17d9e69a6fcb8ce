"""What is there to see in a post: each signal with how strongly it shows, and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from bot.domain.cleaning import beginning
from bot.domain.noise.author import AuthorRecord, by_timer
from bot.domain.noise.content import LINK_MARK, Reading
from bot.domain.noise.marks import CONTACT, JOB_ADDRESS, JOB_HASHTAG, PLACE
from bot.domain.noise.phrases import Phrases
from bot.domain.noise.wording import HEADING, TITLE, WORDING

# More job hashtags than this say nothing more.
JOB_HASHTAGS = 3
# More hashtags than a person needs, up to as many as nobody types.
STUFFED, FULL = 6, 11
# What a person has to say takes more words than this.
LINK_ONLY_WORDS = 1
FOUND_LENGTH = 60
_PHRASES = Phrases(WORDING)


class Signal(Struct, frozen=True, gc=False):
    """`strength` is from 0 to 1, or counts; `params` put the signal into words (see `Reason`)."""

    key: str
    strength: float = 1
    params: Mapping[str, str | int] = {}


def signals(reading: Reading, author: AuthorRecord) -> Iterator[Signal]:
    for key, phrase, again in _PHRASES.found_in(reading.wording):
        found = phrase.replace(LINK_MARK, "…").strip()
        yield Signal(key, 1.5 if again else 1, {"found": beginning(found, FOUND_LENGTH)})
    yield from _places_and_contacts(reading.plain)
    if reading.links:
        yield from _links(reading)
    if reading.hashtags:
        yield from _hashtags(reading)
    if reading.content.answers:
        yield Signal("answers")
    yield from _habits(author)


def _places_and_contacts(plain: str) -> Iterator[Signal]:
    if "," in plain and (place := PLACE.search(plain)) is not None:
        yield Signal("place", params={"found": beginning(place.group(), FOUND_LENGTH)})
    if TITLE.search(plain) is not None and (heading := HEADING.search(plain)) is not None:
        found = heading.group().strip(" -,|(:/!>#§")
        yield Signal("heading", params={"found": beginning(found, FOUND_LENGTH)})
    if CONTACT.search(plain) is not None:
        yield Signal("contact")


def _links(reading: Reading) -> Iterator[Signal]:
    yield Signal("link")
    if any(JOB_ADDRESS.match(address) for address in reading.links):
        yield Signal("job_address")
    if not (reading.content.answers or reading.has_more_words_than(LINK_ONLY_WORDS)):
        yield Signal("link_only")


def _hashtags(reading: Reading) -> Iterator[Signal]:
    job = [tag for tag in reading.hashtags if _is_of_jobs(tag)][:JOB_HASHTAGS]
    if job:
        # An advertisement has to lead somewhere; without a link people sigh about the subject.
        strength = len(job) if reading.links else len(job) / 2
        yield Signal("job_hashtags", strength, {"found": " ".join(f"#{tag}" for tag in job)})
    count = len(reading.hashtags)
    if count >= STUFFED:
        strength = min((count + 1 - STUFFED) / (FULL + 1 - STUFFED), 1)
        yield Signal("stuffed", strength, {"count": count})
        if count > len(reading.words):
            yield Signal("hashtags_only", strength, {"count": count})


@lru_cache(maxsize=1024)
def _is_of_jobs(tag: str) -> bool:
    """Remembered, for a tweetup's own hashtag stands in all of its posts."""
    return JOB_HASHTAG.fullmatch(tag) is not None


def _habits(author: AuthorRecord) -> Iterator[Signal]:
    for key, count, least in (
        ("author_job_ads", author.job_ads, 0.0),
        ("author_promotions", author.promotions, 0.0),
        ("author_answers", author.answers, 0.5),
    ):
        if count and (share := author.share(count)) > least:
            yield Signal(key, share, {"percent": round(100 * share)})
    if by_timer(author.latest):
        yield Signal("timer")
