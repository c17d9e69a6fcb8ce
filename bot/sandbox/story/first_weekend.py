"""Friday 9 to Sunday 11 January: a ramp is measured, a guess is not, and the room fills."""

from __future__ import annotations

from bot.sandbox.story.model import Poll, Post, Repost, Say
from bot.sandbox.story.timeline import on

EXITS = Poll(
    (
        "I’ll just get a drink",
        "Have you met Tomasz?",
        "My train! (I walked)",
        "None. I love lofts",
    ),
    votes=(14, 31, 9, 2),
)

POSTS: tuple[Post, ...] = (
    Say(
        on(9, "07:48"),
        "step-free",
        "ruth",
        "Before I tap Going: is the Print Room step-free, @copper_inkwell? “Fully accessible” on a "
        "website usually means one step and an apology. #HRTweetupLDN",
    ),
    Say(
        on(9, "09:15"),
        "two-steps",
        "gemma",
        "Honest answer: street door flat, loo proper, but the Print Room is down two steps. "
        "There’s a steel ramp. No idea how steep. What do you need? #HRTweetupLDN",
        reply_to="step-free",
    ),
    Say(
        on(9, "09:22"),
        "one-in-twelve",
        "ruth",
        "1 in 12 or gentler, and 90 cm wide. And thank you for “no idea” instead of “it’s fine”. "
        "#HRTweetupLDN",
        reply_to="two-steps",
    ),
    Say(
        on(9, "09:40"),
        "never-asked",
        "grace",
        "I’ve booked “accessible” rooms for twenty-six years, @ruth_inclusion, and never once "
        "asked for the gradient. I will now. #HRTweetupLDN",
        reply_to="one-in-twelve",
    ),
    Say(
        on(9, "11:05"),
        "one-in-ten",
        "gemma",
        "Measured: 31 cm of steps, 310 cm of ramp. That’s 1 in 10, so not good enough. My "
        "brother-in-law welds. Leave it with us. #HRTweetupLDN",
        reply_to="one-in-twelve",
    ),
    Say(
        on(9, "11:20"),
        "denominator",
        "soraya",
        "A pub that answers an access question with a numerator *and* a denominator. I may never "
        "drink anywhere else. #HRTweetupLDN",
        quote="one-in-ten",
    ),
    Say(
        on(9, "12:40"),
        "in-a-bundle",
        "harriet",
        "I’m an employment solicitor, so I mostly meet the unkind ones. In a bundle. With tabs. "
        "#HRTweetupLDN",
        reply_to="kindest",
    ),
    Say(
        on(9, "12:51"),
        "which-sentence",
        "imran",
        "Which sentence turns up most often behind the tabs? I’ll go and look for it in our "
        "templates this afternoon. #HRTweetupLDN",
        reply_to="in-a-bundle",
    ),
    Say(
        on(9, "13:03"),
        "right-fit",
        "harriet",
        "“Not quite the right fit.” Right up to the moment somebody has to say under oath what fit "
        "is. #HRTweetupLDN",
        reply_to="which-sentence",
    ),
    Say(
        on(9, "13:15"),
        "five-minutes",
        "callum",
        "Come on. Fit is real. I’ve placed 200 people and I can tell in five minutes who’ll stay. "
        "#HRTweetupLDN",
        reply_to="right-fit",
    ),
    Say(
        on(9, "13:24"),
        "ever-checked",
        "soraya",
        "Genuine question, no trap: have you ever checked? Your five-minute guess in one column, "
        "still there two years later in the next? #HRTweetupLDN",
        reply_to="five-minutes",
    ),
    Say(
        on(9, "15:10"),
        "templates",
        "imran",
        "Update: “not quite the right fit” was in 11 of our 14 templates. It is now in none of "
        "them. Cheers @tribunal_harri. #HRTweetupLDN",
        reply_to="right-fit",
    ),
    Say(
        on(9, "17:32"),
        "brogue",
        "kofi",
        "Is there a dress code? The twins have hidden one of every pair of shoes. I currently own "
        "a left brogue & a right trainer. #HRTweetupLDN",
    ),
    Say(
        on(9, "17:41"),
        "dressed",
        "nadine",
        "The dress code is “dressed”. #HRTweetupLDN",
        reply_to="brogue",
    ),
    Say(
        on(9, "17:49"),
        "net-pair",
        "tomasz",
        "In payroll we call that a net pair. #HRTweetupLDN",
        reply_to="brogue",
    ),
    Say(
        on(9, "17:55"),
        "never-checked",
        "callum",
        "No. Never have. It’s been bothering me since lunch, so thanks, I suppose. #HRTweetupLDN",
        reply_to="ever-checked",
    ),
    Say(
        on(10, "10:12"),
        "loft-poll",
        "bex",
        "Saturday research for #HRTweetupLDN. You’re stuck in a conversation about a stranger’s "
        "loft conversion. Your way out?",
        poll=EXITS,
    ),
    Say(
        on(10, "10:40"),
        "fire-exit",
        "tomasz",
        "I did not agree to be a fire exit. (I will do it.) #HRTweetupLDN",
        reply_to="loft-poll",
    ),
    Say(
        on(10, "11:15"),
        "slugs",
        "ellie",
        "Worry no. 214: what do you actually *ask* people? I can talk to anyone about slugs, but I "
        "don’t think that’s how careers begin. #HRTweetupLDN",
    ),
    Say(
        on(10, "11:32"),
        "wednesday",
        "mei",
        "Ask what surprised them this week. Everybody in people work has been surprised by a "
        "Wednesday. #HRTweetupLDN",
        reply_to="slugs",
    ),
    Say(
        on(10, "12:05"),
        "do-ask",
        "harriet",
        "Please do ask me about slugs. I have slugs. #HRTweetupLDN",
        reply_to="slugs",
    ),
    Say(
        on(10, "12:31"),
        "torch-at-ten",
        "ellie",
        "Copper tape round the pots, then out with a torch at ten o’clock. Unlike yours, that IS "
        "advice. #HRTweetupLDN",
        reply_to="do-ask",
    ),
    Repost(on(10, "12:48"), "nadine", "torch-at-ten"),
    Say(
        on(11, "19:20"),
        "full-room",
        "nadine",
        "Twelve out of twelve, with eleven days to go! There’s a waitlist and it does move: people "
        "have twins, tribunals and colds. Tap Going anyway. #HRTweetupLDN",
    ),
    Say(
        on(11, "19:34"),
        "whole-policy",
        "anand",
        "Took the last place, having first read the page about places twice. @nadine_achholt: does "
        "“until they give it up” include death? Asking as a professional. #HRTweetupLDN",
        reply_to="full-room",
    ),
)
