"""Points six to eight: posts worth sharing, replies with something in them, giving first."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.posts import Post
from bot.domain.scorecard.finding import (
    ENOUGH,
    Finding,
    percent,
    share,
    shown_by,
    stands,
)
from bot.domain.scorecard.timeline import Sorted, links_out

PLAIN, REPOSTED = 1 / 2, 1 / 10
# A reply says something with so many words besides thanks.
WORDS_BESIDES = 4
FULL_REPLIES, NEARLY_FULL_REPLIES = 2 / 3, 1 / 2
GIVEN_PER_ASKED, NEARLY_GIVEN_PER_ASKED = 3, 1

_NO_WORDS = re.compile(r"https?://\S+|[@＠#＃]\w+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Thanks and cheers as people type them, in English and German, with their neighbours'.
_CURSORY = """
thx tx ta ty tysm thnx tnx thank thanks thankyou cheers you u so very much many a lot for the
sharing share rt follow ff following retweet repost mention shoutout support great nice cool
awesome amazing love this it same here yes yep indeed agreed agree exactly congrats
congratulations well done welcome lol haha wow good one post tweet article read
danke dankeschön dankeschon dank vielen besten herzlichen dir euch ihnen sehr schön schon super
toll klasse prima genau stimmt ja fürs furs für fur den die das teilen folgen weiterleiten
merci gracias grazie bedankt dank je wel beaucoup mucho obrigado obrigada
"""
_THANKS = frozenset(_CURSORY.split())
# Words of these are not told apart by spaces, so that no reply in them can be called short.
_UNSPACED = {"ja", "th", "zh"}


def worth_sharing(read: Sorted) -> Finding:
    """Half of one's own posts stand by themselves, without a link, and a tenth were passed on by
    others; nearly with one of the two. Fewer than five own posts tell nothing.

    Who reads a post that says all of it can answer there and then; a link sends them away. (Posts
    with links are passed on more: B. Suh et al., "Want to be retweeted?", 2010. What travels then
    is the page they lead to, not whoever posted it; hence the two halves of this rule.)
    """
    own = read.own
    plain = [post for post in own if not links_out(post) and not read.is_advert(post)]
    passed_on = [post for post in own if post.metrics is not None and post.metrics.reposts]
    kept = {
        "plain": share(len(plain), len(own)) >= PLAIN,
        "passed_on": share(len(passed_on), len(own)) >= REPOSTED,
    }
    broken = [name for name, is_kept in kept.items() if not is_kept]
    found = Finding(
        "worth_sharing",
        stands(len(kept) - len(broken), nearly=1, well=2),
        {
            "n": len(own),
            "percent": percent(len(plain), len(own)),
            "passed_on": len(passed_on),
        },
        shown_by(sorted(passed_on, key=_reposts, reverse=True)),
        broken[0] if broken else "keep",
    )
    return _unless_few(len(own), found)


def replies(read: Sorted) -> Finding:
    """Two of three replies say more than thanks; nearly every second one. Fewer than five replies
    tell nothing.

    "Thx!" is polite, and the end of the conversation. A reply says more with four words besides
    names, links, and words of thanks or applause, in English and German; and with any question.
    """
    full = [post for post in read.answers if says_more(post)]
    cursory = [post for post in read.answers if not says_more(post)]
    state = stands(
        share(len(full), len(read.answers)), nearly=NEARLY_FULL_REPLIES, well=FULL_REPLIES
    )
    found = Finding(
        "replies",
        state,
        {"n": len(full), "replies": len(read.answers)},
        shown_by(full if state == "well" else cursory),
        "keep" if state == "well" else "more",
    )
    return _unless_few(len(read.answers), found)


def giving(read: Sorted) -> Finding:
    """Three times given for each time asked; nearly as often given as asked.

    Giving is passing on what somebody else said and answering with more than thanks; asking are
    vacancies and offers, one's own and those that are passed on. Three to one is G. Vaynerchuk's
    "Jab, Jab, Jab, Right Hook" (2013). Who neither gave nor asked five times tells nothing.
    """
    asked = [post for post in (*read.own, *read.passed_on) if read.is_advert(post)]
    given = [*(post for post in read.answers if says_more(post)), *read.shared]
    rate = len(given) / max(len(asked), 1)
    state = stands(rate, nearly=NEARLY_GIVEN_PER_ASKED, well=GIVEN_PER_ASKED)
    found = Finding(
        "giving",
        state,
        {"n": len(given), "asked": len(asked)},
        shown_by(given if state == "well" else asked),
        "keep" if state == "well" else "more",
    )
    return _unless_few(len(asked) + len(given), found)


def says_more(post: Post) -> bool:
    """Whether there is more in a post than thanks and applause."""
    if post.lang in _UNSPACED:
        return True
    text = _NO_WORDS.sub(" ", post.plain_text)
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    besides = [word for word in words if word not in _THANKS]
    return len(besides) >= WORDS_BESIDES or ("?" in text and bool(besides))


def _unless_few(posts: int, found: Finding) -> Finding:
    if posts >= ENOUGH:
        return found
    return replace(found, state="unclear", advice="unclear")


def _reposts(post: Post) -> int:
    return 0 if post.metrics is None else post.metrics.reposts
