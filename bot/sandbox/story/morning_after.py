"""Friday 23 January: what stayed with people, and what came of it."""

from __future__ import annotations

from bot.sandbox.story.model import Post, Repost, Say
from bot.sandbox.story.timeline import on

POSTS: tuple[Post, ...] = (
    Say(
        on(23, "07:55"),
        "green-thanks",
        "idris",
        "Talked to nine people. I’d counted on one. Thank you for the job with the coats. "
        "#HRTweetupLDN",
    ),
    Say(
        on(23, "08:07"),
        "coat-promotion",
        "nadine",
        "You’re promoted to Head of Coats, no probation. See you at the next one? #HRTweetupLDN",
        reply_to="green-thanks",
    ),
    Say(
        on(23, "08:30"),
        "cat-lost",
        "gemma",
        "Found: one tape measure, eleven pens, a napkin with a definition on it. The cat wants the "
        "jumper back. #HRTweetupLDN",
    ),
    Say(
        on(23, "11:48"),
        "friday-says",
        "ellie",
        "They said yes. I start in March. Mae pawb ar y tag yma wedi helpu: every one of you. I "
        "was becoming somebody and you saved me a chair off the radiator side. #HRTweetupLDN",
    ),
    Say(
        on(23, "11:50"),
        "saved-chair",
        "grace",
        "And next time there’ll be somebody reading the fire notice, and it’ll be you who goes "
        "over. #HRTweetupLDN",
        reply_to="friday-says",
    ),
    Say(
        on(23, "11:52"),
        "user-five",
        "tomasz",
        "Welcome, User 5. #HRTweetupLDN",
        reply_to="friday-says",
    ),
    Repost(on(23, "11:55"), "callum", "friday-says"),
)
