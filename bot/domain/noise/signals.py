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
    strength: float = 1.0
    params: Mapping[str, str | int] = {}


def signals(reading: Reading, author: AuthorRecord) -> list[Signal]:
    found = _in_wording(reading.wording)
    found += _in_plain(reading.plain, "role" in [each.key for each in found])
    if reading.links:
        found += _links(reading)
    if reading.hashtags:
        found += _hashtags(reading)
    if reading.content.answers:
        found.append(Signal("answers"))
    found += _habits(author)
    return found


def _in_wording(wording: str) -> list[Signal]:
    return [
        Signal(
            each.key,
            1.5 if each.again else 1.0,
            {"found": beginning(each.phrase.replace(LINK_MARK, "…").strip(), FOUND_LENGTH)},
        )
        for each in _PHRASES.found_in(wording)
    ]


def _in_plain(plain: str, names_role: bool) -> list[Signal]:
    found = []
    if "," in plain and (place := PLACE.search(plain)):
        found.append(Signal("place", 1.0, {"found": beginning(place[0], FOUND_LENGTH)}))
    # Every title but one is a role, found unless a hashtag without a space before it hides its end.
    titled = names_role or "Lead" in plain or plain.count("#") > plain.count(" #")
    if titled and TITLE.search(plain) and (heading := HEADING.search(plain)):
        title = heading[0].strip(" -,|(:/!>#§")
        found.append(Signal("heading", 1.0, {"found": beginning(title, FOUND_LENGTH)}))
    if ("@" in plain or "0" in plain or "+" in plain) and CONTACT.search(plain):
        found.append(Signal("contact"))
    return found


def _links(reading: Reading) -> Iterator[Signal]:
    yield Signal("link")
    if any(JOB_ADDRESS.match(address.lower()) for address in reading.links):
        yield Signal("job_address")
    if not (reading.content.answers or reading.has_more_words_than(LINK_ONLY_WORDS)):
        yield Signal("link_only")


def _hashtags(reading: Reading) -> Iterator[Signal]:
    job = [tag for tag in reading.hashtags if _is_of_jobs(tag)][:JOB_HASHTAGS]
    if job:
        # An advertisement has to lead somewhere; without a link people sigh about the subject.
        strength = len(job) / (1 if reading.links else 2)
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


def _habits(author: AuthorRecord) -> list[Signal]:
    found = []
    if share := author.share(author.job_ads):
        found.append(_habit("author_job_ads", share))
    if share := author.share(author.promotions):
        found.append(_habit("author_promotions", share))
    if (share := author.share(author.answers)) > 0.5:
        found.append(_habit("author_answers", share))
    if by_timer(author.latest):
        found.append(Signal("timer"))
    return found


def _habit(key: str, share: float) -> Signal:
    return Signal(key, share, {"percent": round(100 * share)})
