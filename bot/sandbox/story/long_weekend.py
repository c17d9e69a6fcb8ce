"""Thursday 15 to Sunday 18 January: a week to go, a place given up, and a place got."""

from __future__ import annotations

from bot.sandbox.story.model import Photo, Post, Repost, Say
from bot.sandbox.story.people import PICTURES
from bot.sandbox.story.timeline import on

STICKY_NOTES = Photo(
    f"{PICTURES}sticky-notes.png",
    "A kitchen wall with twenty sticky notes in four colours. The largest says “Ask, then wait”.",
)
RAMP = Photo(
    f"{PICTURES}ramp.png",
    "A long new steel ramp down two stone steps, a tape measure beside it, a black cat on top.",
)

POSTS: tuple[Post, ...] = (
    Say(
        on(15, "08:05"),
        "one-week",
        "nadine",
        "One week today.\n1. Eat something beforehand, or don’t: pies.\n2. Name stickers: first "
        "name and one thing to ask you about.\n3. Nobody has to pitch. #HRTweetupLDN",
    ),
    Say(
        on(15, "08:19"),
        "ask-about",
        "oskar",
        "Mine will say `SELECT * FROM oskar`. Joining late because I lurked under this tag for a "
        "week, reading you all like a log file. Hello. #HRTweetupLDN",
        reply_to="one-week",
    ),
    Say(
        on(15, "12:33"),
        "log-file",
        "soraya",
        "Welcome, lurker! What did the log say? #HRTweetupLDN",
        reply_to="ask-about",
    ),
    Say(
        on(15, "12:41"),
        "zero-errors",
        "oskar",
        "200 lines, 0 errors, 1 warning (slugs). #HRTweetupLDN",
        reply_to="log-file",
    ),
    Say(
        on(15, "17:35"),
        "fruit-bowl",
        "fatou",
        "Petite question for the benefits people: what’s the one that got used the most and cost "
        "the least? I’ll go first. A quiet room with a door. #HRTweetupLDN",
    ),
    Say(
        on(15, "17:52"),
        "swap-shift",
        "kofi",
        "Letting people swap a shift on their phone without asking anybody’s permission. £0. Sick "
        "days down a fifth. I’d have paid a fortune. #HRTweetupLDN",
        reply_to="fruit-bowl",
    ),
    Say(
        on(15, "18:20"),
        "split-shift",
        "joaquin",
        "In kitchens: the rota two weeks ahead instead of two days. Gracias infinitas. (I’m on "
        "service on Thursday. Think of me over the pies.) #HRTweetupLDN",
        reply_to="fruit-bowl",
    ),
    Say(
        on(15, "20:30"),
        "exit-interview",
        "leila",
        "Interim thought from seat 14C. Everyone does exit interviews, hardly anyone does “why do "
        "you stay”. Fifteen minutes each, and nobody’s crying. #HRTweetupLDN",
    ),
    Say(
        on(15, "20:52"),
        "why-stay",
        "ruth",
        "Done it since 2021. The answers are never the perks. They’re a manager’s name, over and "
        "over, or a bus route. #HRTweetupLDN",
        reply_to="exit-interview",
    ),
    Say(
        on(15, "21:06"),
        "bus-route",
        "soraya",
        "The bus route is real, @ruth_inclusion! Commute beat pay grade in every model I’ve ever "
        "fitted. I stopped showing it because nobody can put it on a poster. #HRTweetupLDN",
        reply_to="why-stay",
    ),
    Say(
        on(16, "12:36"),
        "interview-monday",
        "ellie",
        "I have an INTERVIEW. HR assistant, three days a week, Monday at ten. What do I say when "
        "they ask about experience? Mine is mostly compost & rotas. #HRTweetupLDN",
    ),
    Say(
        on(16, "12:48"),
        "say-the-rotas",
        "grace",
        "Say the rotas. Fourteen people, weekends, three of them related: that’s employee "
        "relations, Ellie, you’ve just been doing it in wellies. Ring me on Sunday, we’ll "
        "practise. #HRTweetupLDN",
        reply_to="interview-monday",
    ),
    Say(
        on(16, "17:44"),
        "parents-evening",
        "kofi",
        "It’s parents’ evening on the 22nd. Two twins, two classrooms, one me. Giving up my place "
        "so somebody can have it; eat a pie in my honour, @tomasz_payslips. #HRTweetupLDN",
    ),
    Say(
        on(16, "18:03"),
        "im-in",
        "ellie",
        "“A place is yours.” A PLACE IS MINE. Thank you @kofi_reward, I hope both classrooms say "
        "lovely things <3 #HRTweetupLDN",
        reply_to="parents-evening",
    ),
    Say(
        on(16, "18:12"),
        "cost-code",
        "tomasz",
        "One pie, entered against your cost code. #HRTweetupLDN",
        reply_to="parents-evening",
    ),
    Say(
        on(17, "11:08"),
        "icebreakers",
        "bex",
        "Making conversation cards on the kitchen wall. No “fun facts”, ever. Which question would "
        "you be *glad* to be asked on Thursday? #HRTweetupLDN",
        media=(STICKY_NOTES,),
    ),
    Say(
        on(17, "11:40"),
        "used-to-be-sure",
        "grace",
        "“What did you use to be sure of?” #HRTweetupLDN",
        reply_to="icebreakers",
    ),
    Say(
        on(17, "12:15"),
        "first-day-kindness",
        "mei",
        "“Who was kind to you on a first day, and do they know?” I’ll start: the porter. He does "
        "now. #HRTweetupLDN",
        reply_to="icebreakers",
    ),
    Say(
        on(17, "12:22"),
        "worst-first",
        "imran",
        "I’m hiring two coordinators this spring, and I’ll tell you the worst bit of the job "
        "before the best. Not here: by the pies, on Thursday. #HRTweetupLDN",
    ),
    Repost(on(17, "12:30"), "tania", "first-day-kindness"),
    Say(
        on(18, "16:20"),
        "welded",
        "gemma",
        "Welding’s done. 31 cm of steps, 375 of ramp, a metre wide: 1 in 12.1. Serif inspected it. "
        "@ruth_inclusion, please check our sums. #HRTweetupLDN",
        media=(RAMP,),
    ),
    Say(
        on(18, "16:34"),
        "sums-checked",
        "ruth",
        "Sums checked. I’ve asked that question of about sixty venues and you’re the first who "
        "went and built the answer. See you Thursday. #HRTweetupLDN",
        reply_to="welded",
    ),
    Say(
        on(18, "16:51"),
        "crying-in-aisle",
        "ellie",
        "Slightly crying about a ramp in aisle nine",
        reply_to="sums-checked",
        aside=True,
    ),
)
