"""Monday 12 to Wednesday 14 January: stories told, a quarrel that ends well, a new leaf."""

from __future__ import annotations

from bot.sandbox.story.model import Delete, Post, Repost, Say
from bot.sandbox.story.timeline import on

POSTS: tuple[Post, ...] = (
    Say(
        on(12, "08:12"),
        "other-two",
        "ellie",
        "On the 185 and I can’t stop thinking about it. @tomasz_payslips, your bio says 379 "
        "payrolls of 381 on time. What happened to the other two? #HRTweetupLDN",
    ),
    Say(
        on(12, "12:45"),
        "christmas-94",
        "tomasz",
        "December 1994. The printer dies on the 22nd with 640 payslips inside it. The engineer is "
        "in Hull. So nine of us write them out by hand, in pairs, one reading & one writing, until "
        "four in the morning. We are eleven hours late and not one penny out.\n\nThe other one was "
        "2009. I pressed the wrong button. You learn more from 2009, but people only ever ask me "
        "to tell the printer. #HRTweetupLDN",
        reply_to="other-two",
        long=True,
    ),
    Say(
        on(12, "13:10"),
        "press-the-button",
        "bex",
        "May I teach 2009, Tomasz? Anonymously. I run a session called “I pressed the button” and "
        "so far the only button in it is mine. #HRTweetupLDN",
        reply_to="christmas-94",
    ),
    Say(
        on(12, "13:21"),
        "use-my-name",
        "tomasz",
        "Use my name. A mistake with no name attached teaches people only to hide theirs. "
        "#HRTweetupLDN",
        reply_to="press-the-button",
    ),
    Repost(on(12, "17:40"), "fatou", "use-my-name"),
    Delete(on(12, "20:04"), "hot-role"),
    Say(
        on(12, "20:06"),
        "start-again",
        "callum",
        "Took my ad from Thursday down. I used to write copy for a radio station, I have a bad "
        "knee and a good dog, and I’ve been freelance for fourteen months, which is lonelier than "
        "anyone tells you. Start again? #HRTweetupLDN",
    ),
    Say(
        on(12, "20:15"),
        "name-of-dog",
        "nadine",
        "Hello Callum. There you are. Name of dog? #HRTweetupLDN",
        reply_to="start-again",
    ),
    Say(
        on(12, "20:17"),
        "payroll-the-dog",
        "callum",
        "Invoice. Because I’m always chasing him. #HRTweetupLDN",
        reply_to="name-of-dog",
    ),
    Say(
        on(13, "08:20"),
        "survey",
        "soraya",
        "Unpopular before coffee: the yearly engagement survey is the best listening most firms "
        "do. It’s the only time the night shift gets asked the same thing as the board. "
        "#HRTweetupLDN",
    ),
    Say(
        on(13, "08:47"),
        "nobody-answers",
        "anand",
        "Disagree, with respect. I’ve sat in on 200 grievances and most began with something "
        "somebody wrote in a survey that nobody answered. Asking & ignoring is worse than not "
        "asking. #HRTweetupLDN",
        reply_to="survey",
    ),
    Say(
        on(13, "12:26"),
        "two-hundred",
        "soraya",
        "That isn’t against surveys, that’s against us. What would answering have looked like in "
        "those 200? I’d rather measure that than argue. #HRTweetupLDN",
        reply_to="nobody-answers",
    ),
    Say(
        on(13, "12:49"),
        "one-line",
        "anand",
        "A name and a date. “I read it, I can’t fix it before April, here’s why. Dilys, ext. "
        "4410.” That’s all. People can live with no. #HRTweetupLDN",
        reply_to="two-hundred",
    ),
    Say(
        on(13, "12:57"),
        "half-won",
        "soraya",
        "Then you’ve changed my mind about half of it: no question without a name and a date. "
        "Keeping the other half. #HRTweetupLDN",
        reply_to="one-line",
    ),
    Say(
        on(13, "17:22"),
        "dear-newcomer",
        "grace",
        "For anybody dithering over the Going button. At my first evening like this, in 1999, I "
        "read the fire notice for twenty minutes. Then a man asked whether it was any good. I said "
        "the ending was weak. He gave me my second job.\n\nSo: come early, when it’s four people "
        "and not forty. Stand near the food. Ask one question and then wait. And if you end up at "
        "the fire notice I’ll come and find you, because I know exactly where it is. #HRTweetupLDN",
        long=True,
    ),
    Repost(on(13, "17:50"), "ruth", "dear-newcomer"),
    Say(
        on(13, "18:15"),
        "my-students",
        "yusuf",
        "Reading this out at our careers drop-in in Leeds tomorrow. Half my students think "
        "networking is something done to you. #HRTweetupLDN",
        quote="dear-newcomer",
    ),
    Say(
        on(13, "22:08"),
        "pressed-it",
        "ellie",
        "I pressed it. It’s full, so I’m first on the waitlist, which is honestly perfect: brave, "
        "with no consequences. @gracecole_hrd this is your fault #HRTweetupLDN",
        quote="dear-newcomer",
    ),
    Say(
        on(14, "12:32"),
        "first-yes",
        "callum",
        "My first proper question. What made you say yes to your *first* job in HR? Not the "
        "advert. I know the advert. #HRTweetupLDN",
    ),
    Say(
        on(14, "12:40"),
        "warm-room",
        "mei",
        "The interviewer noticed I was cold and swapped chairs with me, off the radiator side. "
        "That was it. I’ve chosen every job since by radiator. #HRTweetupLDN",
        reply_to="first-yes",
    ),
    Say(
        on(14, "12:55"),
        "other-side",
        "pat",
        "I was on the other side of the table thirty years. Then one HR woman read me the whole "
        "redundancy list aloud, names not numbers, and her voice went. Wanted to work with that. "
        "#HRTweetupLDN",
        reply_to="first-yes",
    ),
    Say(
        on(14, "13:18"),
        "names-not-numbers",
        "imran",
        "“Names not numbers.” Pat, come over for this one and I’ll buy the pie. #HRTweetupLDN",
        reply_to="other-side",
    ),
    Say(
        on(14, "17:48"),
        "three-answers",
        "callum",
        "Fourteen months of “DM me your CV”: two replies. One question: more than I can answer on "
        "one bus. I see. #HRTweetupLDN",
        quote="first-yes",
    ),
)
