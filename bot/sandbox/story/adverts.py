"""Vacancies broadcast under the hashtag by two robots and an agency, from crude to courteous."""

from __future__ import annotations

from bot.sandbox.story.model import Post, Say
from bot.sandbox.story.timeline import on


def _advert(day: int, clock: str, number: int, who: str, text: str) -> Say:
    return Say(on(day, clock), f"advert-{number}", who, text, job_ad=True)


POSTS: tuple[Post, ...] = (
    _advert(
        8,
        "15:00",
        1,
        "board",
        "Want to work in #London? View our latest opening: HR Administrator "
        "https://hrvac.example/j/88121 #HRTweetupLDN #HR #Job #Jobs #Hiring",
    ),
    _advert(
        9,
        "06:00",
        2,
        "pigeon",
        "Forklift Driver (Nights) - Thurrock, ESSEX - Apply Now!! "
        "https://vacancypigeon.example/r?id=4410973 #HRTweetupLDN #London #HR #Forklift #Jobs",
    ),
    Say(
        on(9, "08:10"),
        "hybrid-forklift",
        "tomasz",
        "User 4 would like to know whether the forklift is hybrid. #HRTweetupLDN",
        reply_to="advert-2",
    ),
    _advert(
        10,
        "15:00",
        3,
        "board",
        "This #HR #job might be a great fit for you: Payroll Officer, Hounslow "
        "https://hrvac.example/j/88164 #HRTweetupLDN #Hiring #Payroll",
    ),
    _advert(
        12,
        "10:30",
        4,
        "agency",
        "Loving the conversations on #HRTweetupLDN this week! If you’re an HRBP who’s ready for a "
        "next chapter, our client (FTSE, hybrid, £70-78k) would love to hear yours "
        "https://brightmoor.example/roles/hrbp-ec2",
    ),
    _advert(
        13,
        "06:00",
        5,
        "pigeon",
        "Hey @everyone! 1,204 NEW jobs near {CITY} today. Don't miss out "
        "https://vacancypigeon.example/r?id=4431120 #HRTweetupLDN #jobs #jobs #jobs",
    ),
    _advert(
        14,
        "15:00",
        6,
        "board",
        "Can you recommend anyone for this #job? Talent Acquisition Partner (12m FTC) - "
        "https://hrvac.example/j/88240 #Croydon #HRTweetupLDN #Recruiting #Hiring",
    ),
    Say(
        on(15, "06:00"),
        "advert-7",
        "pigeon",
        "HR ASSISTANT ** URGENT ** Slough, Berkshire £13.20ph "
        "https://vacancypigeon.example/r?id=4450077 #HRTweetupLDNjobs #HR",
        aside=True,
        job_ad=True,
    ),
    _advert(
        16,
        "11:00",
        8,
        "agency",
        "“People don’t leave jobs, they leave managers.” Agree? We’re supporting a scale-up in "
        "Shoreditch to find a Head of People who’ll change that. Details: "
        "https://brightmoor.example/roles/hop-e1 #HRTweetupLDN",
    ),
    _advert(
        20,
        "10:30",
        9,
        "agency",
        "Two days to go until #HRTweetupLDN - have a great one, all! PS if your 2026 plans include "
        "a move into ER, we have three live briefs (EC1, SE1, W6), £48-60k "
        "https://brightmoor.example/roles/er-trio",
    ),
    _advert(
        21,
        "06:00",
        10,
        "pigeon",
        "Forklift Driver (Nights) - Thurrock, ESSEX - Apply Now!! "
        "https://vacancypigeon.example/r?id=4499016 #HRTweetupLDN #London #HR #Forklift #Jobs",
    ),
    _advert(
        22,
        "15:00",
        11,
        "board",
        "We're #hiring! Click to apply: HR Systems Analyst, Reading - "
        "https://hrvac.example/j/88431 #HRTweetupLDN #HRIS #Job #Jobs",
    ),
    _advert(
        22,
        "19:30",
        12,
        "pigeon",
        "Network Engineer - Slough, BERKSHIRE - You like NETWORKING? Apply Now!! "
        "https://vacancypigeon.example/r?id=4507732 #HRTweetupLDN #networking #Jobs",
    ),
)
