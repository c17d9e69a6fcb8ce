"""Thursday 8 January: the tweetup is announced, and somebody new asks whether she may come."""

from __future__ import annotations

from bot.sandbox.story.model import Edit, Photo, Post, Repost, Say
from bot.sandbox.story.people import PICTURES
from bot.sandbox.story.timeline import on

CHALKBOARD = Photo(
    f"{PICTURES}chalkboard.png",
    "A chalkboard by a pub door: “Print Room, Thurs 22nd: HR. Be nice. They know the policy.”",
)

POSTS: tuple[Post, ...] = (
    Say(
        on(8, "09:10"),
        "announce",
        "nadine",
        "It’s happening! HR Tweetup London: Thursday 21 January, 18:30, the Print Room at The "
        "Copper Inkwell, two minutes from Farringdon. Twelve places, nine pies, no panel, no "
        "lanyards. Say hello here first and you’ll know people before your coat’s off. "
        "#HRTweetupLDN",
    ),
    Edit(
        on(8, "09:16"),
        "announce",
        "It’s happening! HR Tweetup London: Thursday 22 January, 18:30, the Print Room at The "
        "Copper Inkwell, two minutes from Farringdon. Twelve places, nine pies, no panel, no "
        "lanyards. Say hello here first and you’ll know people before your coat’s off. "
        "#HRTweetupLDN",
    ),
    Say(
        on(8, "09:18"),
        "twenty-second",
        "nadine",
        "Thursday is the 22nd. I’ve corrected it. I schedule other people for a living. "
        "#HRTweetupLDN",
        reply_to="announce",
    ),
    Say(
        on(8, "09:41"),
        "chalked",
        "gemma",
        "Chalked it up before you could change your mind. House rules: the cat is called Serif, "
        "the chair you want is hers. #HRTweetupLDN",
        reply_to="announce",
        media=(CHALKBOARD,),
    ),
    Say(
        on(8, "10:02"),
        "hot-role",
        "callum",
        "🔥 HOT ROLE 🔥 Payroll Manager, Croydon, £52k + car allowance. Client moving FAST!! DM me "
        "your CV *today* #HRTweetupLDN #payroll #hiring",
        job_ad=True,
    ),
    Say(
        on(8, "12:18"),
        "becoming",
        "ellie",
        "Hello, um. I run bedding plants at a garden centre and I’m halfway through an HR diploma. "
        "I’ve never been to one of these. Do you have to be somebody already, or can you come "
        "while you’re still becoming one? #HRTweetupLDN",
    ),
    Say(
        on(8, "12:31"),
        "better-shoes",
        "grace",
        "Come while you’re becoming. The rest of us still are, we’ve just got better shoes for it. "
        "I’ll be by the coats, and I’d like to hear about the bedding plants. #HRTweetupLDN",
        reply_to="becoming",
    ),
    Repost(on(8, "12:44"), "imran", "better-shoes"),
    Say(
        on(8, "12:52"),
        "user-four",
        "tomasz",
        "31 years in payroll and still becoming somebody. Last month the new system greeted me as "
        "“User 4”. Come. #HRTweetupLDN",
        reply_to="becoming",
    ),
    Say(
        on(8, "13:04"),
        "of-how-many",
        "soraya",
        "User 4 of how many, though? #HRTweetupLDN",
        reply_to="user-four",
    ),
    Say(
        on(8, "13:07"),
        "of-four",
        "tomasz",
        "Four. #HRTweetupLDN",
        reply_to="of-how-many",
    ),
    Say(
        on(8, "13:12"),
        "megaphone",
        "nadine",
        "Hi Callum. Glad you’re here, truly, but this tag is a conversation and that was a "
        "megaphone. Tell us something about you instead? #HRTweetupLDN",
        reply_to="hot-role",
    ),
    Say(
        on(8, "13:20"),
        "three-times",
        "ellie",
        "I’ve read this three times on my break. Thank you <3",
        reply_to="better-shoes",
        aside=True,
    ),
    Say(
        on(8, "13:26"),
        "the-something",
        "callum",
        "I’m a recruiter. The recruiting *is* the something. #HRTweetupLDN",
        reply_to="megaphone",
    ),
    Say(
        on(8, "17:35"),
        "kindest",
        "imran",
        "Opening bid for #HRTweetupLDN from a recruiter of the in-house kind: what’s the kindest "
        "rejection you ever got? I collect them. I’m trying to write better ones.",
    ),
    Say(
        on(8, "17:58"),
        "second-of-140",
        "mei",
        "“You were our second choice of 140, and we argued about it for an hour.” I’ve kept it for "
        "nine years. #HRTweetupLDN",
        reply_to="kindest",
    ),
    Say(
        on(8, "18:31"),
        "argued",
        "bex",
        "“We argued about it for an hour” is the loveliest thing anyone can say about you in a "
        "room you’re not in. I’m having it for my interview course, with thanks. #HRTweetupLDN",
        reply_to="second-of-140",
    ),
    Say(
        on(8, "20:40"),
        "envy",
        "tania",
        "Que inveja! Doze lugares, nove empadas, e eu aqui no Porto com uma francesinha excelente "
        "e ninguém com quem falar de períodos experimentais. Falem alto, que eu oiço. "
        "#HRTweetupLDN",
        reply_to="announce",
        lang="pt",
    ),
)
