"""What is there to see in a post: each signal with how strongly it shows, and what was found."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bot.domain.cleaning import beginning
from bot.domain.noise.author import AuthorRecord, by_timer
from bot.domain.noise.content import LINK_MARK, Reading
from bot.domain.noise.marks import CONTACTS, JOB_ADDRESS, JOB_HASHTAG, PLACE
from bot.domain.noise.phrases import Phrases
from bot.domain.noise.verdict import Reason
from bot.domain.noise.wording import HEADING, TITLE, WORDING

# More job hashtags than this say nothing more.
JOB_HASHTAGS = 3
# More hashtags than a person needs, up to as many as nobody types.
STUFFED, FULL = 6, 11
# What a person has to say takes more words than this.
LINK_ONLY_WORDS = 1
FOUND_LENGTH = 60
_PHRASES = Phrases(WORDING)


class Signal(Struct, frozen=True):
    """`strength` is from 0 to 1, or counts; `reason` is the signal put into words."""

    strength: float
    reason: Reason


def signals(reading: Reading, author: AuthorRecord) -> Iterator[Signal]:
    for key, phrase, again in _PHRASES.found_in(reading.wording):
        found = phrase.replace(LINK_MARK, "…").strip()
        yield _signal(key, 1.5 if again else 1, found=beginning(found, FOUND_LENGTH))
    yield from _places_and_contacts(reading.plain)
    yield from _links(reading)
    yield from _hashtags(reading)
    if reading.content.answers:
        yield _signal("answers")
    yield from _habits(author)


def _places_and_contacts(plain: str) -> Iterator[Signal]:
    if "," in plain and (place := PLACE.search(plain)) is not None:
        yield _signal("place", found=beginning(place.group(), FOUND_LENGTH))
    if TITLE.search(plain) is not None and (heading := HEADING.search(plain)) is not None:
        yield _signal(
            "heading", found=beginning(heading.group().strip(" -,|(:/!>#§"), FOUND_LENGTH)
        )
    if any(contact.search(plain) for contact in CONTACTS):
        yield _signal("contact")


def _links(reading: Reading) -> Iterator[Signal]:
    if not reading.links:
        return
    yield _signal("link")
    if any(JOB_ADDRESS.match(address) for address in reading.links):
        yield _signal("job_address")
    if not reading.content.answers and len(reading.words) <= LINK_ONLY_WORDS:
        yield _signal("link_only")


def _hashtags(reading: Reading) -> Iterator[Signal]:
    job = [tag for tag in reading.hashtags if JOB_HASHTAG.fullmatch(tag)][:JOB_HASHTAGS]
    if job:
        # An advertisement has to lead somewhere; without a link people sigh about the subject.
        strength = len(job) if reading.links else len(job) / 2
        yield _signal("job_hashtags", strength, found=" ".join(f"#{tag}" for tag in job))
    count = len(reading.hashtags)
    if count >= STUFFED:
        strength = min((count + 1 - STUFFED) / (FULL + 1 - STUFFED), 1)
        yield _signal("stuffed", strength, count=count)
        if count > len(reading.words):
            yield _signal("hashtags_only", strength, count=count)


def _habits(author: AuthorRecord) -> Iterator[Signal]:
    for key, count, least in (
        ("author_job_ads", author.job_ads, 0.0),
        ("author_promotions", author.promotions, 0.0),
        ("author_answers", author.answers, 0.5),
    ):
        if (share := author.share(count)) > least:
            yield _signal(key, share, percent=round(100 * share))
    if by_timer(author.latest):
        yield _signal("timer")


def _signal(key: str, strength: float = 1, /, **params: str | int) -> Signal:
    return Signal(strength, Reason(key, params))
