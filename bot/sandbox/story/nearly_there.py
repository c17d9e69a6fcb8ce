"""Monday 19 to Wednesday 21 January: an interview, a tribunal, nine pies and a green jumper."""

from __future__ import annotations

from bot.sandbox.story.model import Photo, Post, Repost, Say
from bot.sandbox.story.people import PICTURES
from bot.sandbox.story.timeline import on

STICKERS = Photo(
    f"{PICTURES}stickers.png",
    "Twelve name stickers in rows. One reads “Tomasz: ask me about the printer”.",
)

POSTS: tuple[Post, ...] = (
    Say(
        on(19, "07:52"),
        "both-shoes",
        "ellie",
        "Interview day. I’m wearing both shoes, @kofi_reward. #HRTweetupLDN",
    ),
    Say(
        on(19, "07:58"),
        "breathe-out",
        "mei",
        "Breathe out longer than you breathe in, and sit off the radiator side. We’re all on that "
        "bus with you. #HRTweetupLDN",
        reply_to="both-shoes",
    ),
    Say(
        on(19, "11:24"),
        "how-it-went",
        "ellie",
        "It happened! I told them the Saturday the irrigation burst. They asked three more "
        "questions about it and then nobody looked at the form again. I hear on Friday. "
        "#HRTweetupLDN",
    ),
    Say(
        on(19, "11:31"),
        "forgot-form",
        "imran",
        "When the panel forgets the form, that’s the interview. Whatever Friday says, that was you "
        "doing it well. #HRTweetupLDN",
        reply_to="how-it-went",
    ),
    Say(
        on(19, "12:40"),
        "sticker-photo",
        "mei",
        "Stickers done over lunch with @bex_learns_ldn. If you hate yours you may peel. "
        "#HRTweetupLDN",
        media=(STICKERS,),
    ),
    Say(
        on(19, "17:45"),
        "cv-hour",
        "callum",
        "I’ve an hour free on Wednesday lunchtime. I’ll read three CVs from people starting out "
        "and say what a recruiter sees in the first ten seconds. No job at the end of it. That’s "
        "the point. #HRTweetupLDN",
    ),
    Say(
        on(19, "18:02"),
        "three-of-4000",
        "yusuf",
        "I have 4,000 students. May I choose the three? (And: thank you.) #HRTweetupLDN",
        reply_to="cv-hour",
    ),
    Repost(on(19, "18:10"), "nadine", "cv-hour"),
    Say(
        on(20, "08:31"),
        "quiet-corner",
        "oskar",
        "Slightly embarrassing question: after an hour of voices I turn to static. Is there "
        "anywhere to sit that isn’t the pavement? #HRTweetupLDN",
    ),
    Say(
        on(20, "08:44"),
        "alcove",
        "ruth",
        "Not embarrassing, useful. I’m asking for an alcove with no speaker in it, and I’ll be in "
        "there too by eight. We needn’t talk. #HRTweetupLDN",
        reply_to="quiet-corner",
    ),
    Say(
        on(20, "11:15"),
        "alcove-booked",
        "gemma",
        "Alcove behind the type cabinets: yours all evening, speaker unplugged. Bring the cat back "
        "when you’re done. #HRTweetupLDN",
        reply_to="alcove",
    ),
    Say(
        on(20, "16:38"),
        "part-heard",
        "harriet",
        "My hearing’s gone part-heard into Thursday, so I’m giving up my place. Whoever gets it: "
        "please ask somebody about slugs. #HRTweetupLDN",
    ),
    Say(
        on(20, "17:05"),
        "oath",
        "callum",
        "It’s me. I owe you for this and for the question about fit. I went through all 200: my "
        "five-minute guess was right 54% of the time. Under oath: a coin. #HRTweetupLDN",
        reply_to="part-heard",
    ),
    Say(
        on(20, "17:19"),
        "column-two",
        "soraya",
        "YOU FILLED IN THE SECOND COLUMN. I’m buying you a drink and asking for the spreadsheet, "
        "in that order, just about. #HRTweetupLDN",
        reply_to="oath",
    ),
    Say(
        on(20, "20:12"),
        "baby-sitter",
        "fatou",
        "No sitter for Thursday, tant pis. I’ll read along from the bath. Somebody please ask "
        "@anandvellodi_er what he’d stop doing if nobody noticed. #HRTweetupLDN",
    ),
    Say(
        on(21, "08:14"),
        "pie-question",
        "imran",
        "Food question on behalf of several of us: anything halal or meat-free in the famous nine? "
        "#hrtweetupldn",
    ),
    Say(
        on(21, "09:30"),
        "pie-list",
        "gemma",
        "Of nine: four veg (two vegan), three halal, one fish & one we call Legal because nobody’s "
        "allowed to know. Labels on all but Legal. #HRTweetupLDN",
        reply_to="pie-question",
    ),
    Say(
        on(21, "12:20"),
        "month-end",
        "tomasz",
        "January payroll closes tomorrow at 17:00. If I’m there by 18:30 it balanced. If I’m there "
        "at 18:29 it balanced to the penny. #HRTweetupLDN",
    ),
    Say(
        on(21, "12:34"),
        "pat-card",
        "pat",
        "Can’t cross the water for a pie, sorry Imran. But put one of mine on Bex’s cards: “Who "
        "did you misjudge, and what did it cost you?” #HRTweetupLDN",
    ),
    Say(
        on(21, "12:50"),
        "card-written",
        "bex",
        "Written, on green. Nadine’s drawn it already and gone very quiet. #HRTweetupLDN",
        reply_to="pat-card",
    ),
    Say(
        on(21, "17:40"),
        "what-surprised",
        "ellie",
        "Rehearsing “what surprised you this week?” on the bus, quietly, at my own reflection. It "
        "says Wednesday. @meiling_onboard you were right #HRTweetupLDN",
    ),
    Say(
        on(21, "21:40"),
        "green-jumper",
        "idris",
        "First evening out like this in two years. I haven’t said a word here but I’ve read all of "
        "it. I’ll be the green jumper. #HRTweetupLDN",
    ),
    Say(
        on(21, "21:52"),
        "at-the-door",
        "nadine",
        "Green jumper, noted. I’m at the door until seven, and your first job is helping me with "
        "the coats, if you’d like a job. #HRTweetupLDN",
        reply_to="green-jumper",
    ),
)
