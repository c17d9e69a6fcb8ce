"""The four mistakes that staffing firms make, as far as a program can see them.

They are those of "So many are doing so much that's wrong in 140 characters" (ERE Media,
https://ere.net/articles/so-many-are-doing-so-much-thats-wrong-in-140-characters): faceless
avatars, nothing but openings, almost no personality, hardly any interaction.
"""

from __future__ import annotations

import re

from bot.domain.scorecard.finding import ENOUGH, share
from bot.domain.scorecard.timeline import Profile, Sorted

OPENINGS = 4 / 5
PERSONAL = 1 / 20
INTERACTION = 1 / 20
WORDS_ABOUT = 4

_NO_PICTURE = "/default_profile"
_NO_WORDS = re.compile(r"https?://\S+|[@＠#＃]\w+")
_WORD = re.compile(r"[^\W\d_]+")
_ONESELF = {
    "en": re.compile(r"\b(?:i|i['’]\w+|me|my|mine|myself|we|we['’]\w+|our)\b", re.IGNORECASE),
    "de": re.compile(
        r"\b(?:ich|mich|mir|mein\w*|wir|uns|unser\w*)\b",
        re.IGNORECASE,
    ),
}


def faceless(read: Sorted) -> bool:
    """Nobody put a picture there: X shows the one it gives everybody.

    A logo instead of a face, which the source means as well, cannot be told from here.
    """
    picture = read.profile.author.avatar_url
    return picture is None or _NO_PICTURE in picture


def only_openings(read: Sorted) -> bool:
    """Four of five of one's own posts, five at least, are vacancies."""
    vacancies = [post for post in read.own if read.is_vacancy(post)]
    return len(read.own) >= ENOUGH and share(len(vacancies), len(read.own)) >= OPENINGS


def no_personality(read: Sorted) -> bool:
    """The profile does not say who this is, and hardly any post says "I" or "we", vacancies left
    out: fewer than one in twenty. Posts are judged in English and German alone.
    """
    talk = [post for post in read.words if not read.is_vacancy(post)]
    told = [post for post in talk if post.lang in _ONESELF]
    personal = [post for post in told if _ONESELF[post.lang or ""].search(post.plain_text)]
    speaks = len(told) < len(talk) or share(len(personal), len(told)) >= PERSONAL
    return not says_who(read.profile) and not (talk and speaks)


def no_interaction(read: Sorted) -> bool:
    """Fewer than one post in twenty answers somebody or turns to them by name."""
    towards = [post for post in read.words if read.addressed(post)]
    return share(len(towards), read.posts) < INTERACTION


def says_who(profile: Profile) -> bool:
    """Whether a profile says anything: four words besides links, names and hashtags."""
    return len(_WORD.findall(_NO_WORDS.sub(" ", profile.about))) >= WORDS_ABOUT
