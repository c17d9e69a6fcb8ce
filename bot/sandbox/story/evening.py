"""Thursday 22 January, until the last coat is gone."""

from __future__ import annotations

from bot.sandbox.story.model import Photo, Post, Repost, Say
from bot.sandbox.story.people import PICTURES
from bot.sandbox.story.timeline import on

PIES = Photo(
    f"{PICTURES}pies.png",
    "Nine small pies on a long table, each with a paper flag. One flag just says “Legal”.",
)
ALCOVE = Photo(
    f"{PICTURES}alcove.png",
    "A lamp-lit alcove between wooden type cabinets. A black cat asleep on a green jumper.",
)

POSTS: tuple[Post, ...] = (
    Say(
        on(22, "08:12"),
        "bex-cold",
        "bex",
        "Woken up with a cold and the voice of a tuba. Staying home, place passed on. The cards "
        "are with Mei. I’m so cross. #HRTweetupLDN",
    ),
    Say(
        on(22, "08:35"),
        "oskar-row",
        "oskar",
        "1 row updated. I’m coming. Get well soon, @bex_learns_ldn, sorry for being your bug fix. "
        "#HRTweetupLDN",
        reply_to="bex-cold",
    ),
    Say(
        on(22, "12:24"),
        "door-question",
        "ellie",
        "Last one, promise: do I go in by the pub door, or is there a special door for people who "
        "know what they’re doing? #HRTweetupLDN",
    ),
    Say(
        on(22, "12:31"),
        "one-door",
        "gemma",
        "One door. Nobody who’s come through it has ever known what they were doing. #HRTweetupLDN",
        reply_to="door-question",
    ),
    Repost(on(22, "12:36"), "grace", "one-door"),
    Say(
        on(22, "15:30"),
        "pies-out",
        "gemma",
        "Flags in. #HRTweetupLDN",
        media=(PIES,),
    ),
    Say(
        on(22, "17:06"),
        "balanced",
        "tomasz",
        "Balanced. #HRTweetupLDN",
    ),
    Say(
        on(22, "17:09"),
        "to-the-penny",
        "kofi",
        "To the PENNY, though? From the corridor outside 2B, on a very small chair. #HRTweetupLDN",
        reply_to="balanced",
    ),
    Say(
        on(22, "18:03"),
        "outside",
        "ellie",
        "I’m outside. I’m early. I’m pretending to read the menu. #HRTweetupLDN",
    ),
    Say(
        on(22, "18:05"),
        "same-menu",
        "oskar",
        "I’m the man pretending to read it on the other side. Shall we? #HRTweetupLDN",
        reply_to="outside",
    ),
    Say(
        on(22, "18:29"),
        "eighteen-29",
        "nadine",
        "It is 18:29 and Tomasz has just walked in. To the penny, everyone. #HRTweetupLDN",
        reply_to="to-the-penny",
    ),
    Say(
        on(22, "18:52"),
        "ramp-verdict",
        "ruth",
        "Rolled down it with a drink in my hand and spilt nothing. 1 in 12.1 confirmed, "
        "@soraya_counts is holding the other end of the tape. #HRTweetupLDN",
    ),
    Say(
        on(22, "19:04"),
        "coats",
        "grace",
        "A gentleman in a green jumper took my coat, asked what I used to be sure of, and I’ve "
        "been standing here happily ever since. #HRTweetupLDN",
    ),
    Say(
        on(22, "19:15"),
        "coin",
        "imran",
        "Callum and Soraya have a laptop open. At a party. There’s a queue to look at it. "
        "#HRTweetupLDN",
    ),
    Say(
        on(22, "19:22"),
        "napkin",
        "harriet",
        "Out of the office at last, on the District line with a sandwich. What did I miss? "
        "#HRTweetupLDN",
        reply_to="coin",
    ),
    Say(
        on(22, "19:27"),
        "missed-this",
        "callum",
        "Fit, defined, on a napkin: “would they tell us when we’re wrong?” Saved you the napkin. "
        "And a Legal. #HRTweetupLDN",
        reply_to="napkin",
    ),
    Say(
        on(22, "19:40"),
        "printer-story",
        "mei",
        "Tomasz is telling the printer. Nobody is going home. #HRTweetupLDN",
    ),
    Say(
        on(22, "20:06"),
        "static",
        "oskar",
        "Static reached. Alcove found. Nobody’s talking. Best table in London. #HRTweetupLDN",
        media=(ALCOVE,),
    ),
    Say(
        on(22, "20:15"),
        "own-question",
        "anand",
        "For the record, I asked the room my own question. What they’d stop doing if nobody "
        "noticed: nine of eleven said appraisals. The eleventh asked for it in writing. "
        "#HRTweetupLDN",
    ),
    Say(
        on(22, "20:20"),
        "from-the-bath",
        "fatou",
        "Merci Anand! And the tenth? The bath wants to know.",
        reply_to="own-question",
        aside=True,
    ),
    Say(
        on(22, "20:26"),
        "the-tenth",
        "anand",
        "Surveys. I didn’t even look at Soraya. (I looked a bit.) #HRTweetupLDN",
        reply_to="from-the-bath",
    ),
    Say(
        on(22, "20:58"),
        "last-coat",
        "nadine",
        "Last coat. Twelve places, twelve people, no business cards seen. Home safe, all of you. "
        "#HRTweetupLDN",
    ),
)
