"""The eight points and the four mistakes, over invented accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.noise import Kind, classify
from bot.domain.noise.content import Content
from bot.domain.posts import Mention, Post
from bot.domain.scorecard import POSTS_AT_LEAST, Point, State, score
from bot.domain.scorecard.content import says_more
from bot.domain.scorecard.finding import ADVICE
from bot.domain.scorecard.mistakes import says_who
from bot.domain.scorecard.timeline import Profile, sort
from tests.domain.accounts import (
    ME,
    NOW,
    VACANCY,
    Account,
    all_rounder,
    brand_new,
    loud_broadcaster,
    quiet_but_warm,
)
from tests.domain.making import FIRST


def states(account: Account) -> dict[Point, State]:
    return {finding.point: finding.state for finding in account.card().findings}


def test_a_quiet_but_warm_account_does_well_where_warmth_is_and_is_not_told_to_post_more() -> None:
    nell = quiet_but_warm()
    assert states(nell) == {
        "strategy": "well",
        "following": "next",
        "sharing": "nearly",
        "community": "well",
        "discussions": "well",
        "worth_sharing": "unclear",
        "replies": "well",
        "giving": "well",
    }
    assert nell.card().made == ()
    begin = nell.card().begin_with
    assert begin is not None
    assert begin.point == "sharing"
    strategy = nell.finding("strategy")
    assert (strategy.advice, strategy.measured["n"]) == ("keep", strategy.measured["weeks"])


def test_a_loud_broadcaster_hears_what_to_do_first_and_which_mistakes_show() -> None:
    card = loud_broadcaster().card()
    assert [(f.point, f.state) for f in card.findings] == [
        ("strategy", "next"),
        ("following", "well"),
        ("sharing", "next"),
        ("community", "next"),
        ("discussions", "next"),
        ("worth_sharing", "next"),
        ("replies", "unclear"),
        ("giving", "next"),
    ]
    assert card.standing("well") == (card.findings[1],)
    assert card.made == ("faceless", "only_openings", "no_personality", "no_interaction")
    begin = card.begin_with
    assert begin is not None
    assert begin.point == "discussions"


def test_of_a_brand_new_account_nothing_is_said() -> None:
    card = brand_new().card()
    assert (card.findings, card.made, card.begin_with, card.posts) == ((), (), None, 2)


def test_an_account_at_which_nothing_is_to_be_mended() -> None:
    card = all_rounder().card()
    assert set(states(all_rounder()).values()) == {"well"}
    assert (card.begin_with, card.made) == (None, ())
    assert all(finding.advice == "keep" for finding in card.findings)


def test_the_vacancies_of_these_tests_are_taken_for_such() -> None:
    found: Kind = classify(Content(VACANCY.format("1"), ("https://jobs.example/1",))).kind
    assert found == "job_ad"


class TestStrategy:
    @pytest.mark.parametrize(
        ("days", "state", "advice"),
        [(1, "well", "keep"), (13, "well", "keep"), (22, "nearly", "regular")],
    )
    def test_something_in_every_second_week_is_regular(
        self, days: int, state: State, advice: str
    ) -> None:
        nell = Account(every=timedelta(days=days))
        for _ in range(6):
            nell.says("I wrote something of my own.")
            nell.answers("ada", "How did that go in the end?")
        found = nell.finding("strategy")
        assert (found.state, found.advice) == (state, advice)

    @pytest.mark.parametrize(("adverts", "advice"), [(4, "keep"), (5, "vacancies")])
    def test_a_third_of_ones_own_posts_may_be_vacancies(self, adverts: int, advice: str) -> None:
        nell = Account()
        nell.advertises(adverts)
        for _ in range(8):
            nell.says("I wrote something of my own.")
        for _ in range(3):
            nell.answers("ada", "How did that go in the end?")
        found = nell.finding("strategy")
        assert found.advice == advice
        assert bool(found.evidence) == (advice == "vacancies")

    def test_one_way_alone_is_not_varied(self) -> None:
        nell = Account()
        for _ in range(12):
            nell.says("I wrote something of my own.")
        assert nell.finding("strategy").advice == "varied"


@pytest.mark.parametrize(
    ("followers", "state"), [(0, "next"), (74, "next"), (75, "nearly"), (150, "well")]
)
def test_the_size_of_the_following(followers: int, state: State) -> None:
    nell = Account(followers=followers)
    for _ in range(POSTS_AT_LEAST):
        nell.says("Morning all")
    assert nell.finding("following").state == state


class TestSharing:
    @pytest.mark.parametrize(("shared", "state"), [(1, "next"), (2, "nearly"), (4, "well")])
    def test_every_fifth_post_passes_somebody_on(self, shared: int, state: State) -> None:
        nell = Account()
        for number in range(shared):
            if number % 2:
                nell.quotes("bo", "Read this one to the end")
            else:
                nell.passes_on("ada", "What I learned at my first tweetup")
        for _ in range(17 - shared):
            nell.says("Morning all")
        found = nell.finding("sharing")
        assert (found.state, len(found.evidence)) == (state, min(shared, 3))

    def test_neither_vacancies_nor_oneself_count(self) -> None:
        nell = Account()
        for number in range(6):
            nell.passes_on("acme", VACANCY.format(f"https://jobs.example/{number}"))
        nell.quotes("NELL_HR", "As I said")
        nell._add("RT @nell_hr: mine", reposted_id=3, reposted_author_id=ME)
        for _ in range(4):
            nell.says("Morning all")
        assert nell.finding("sharing").measured["n"] == 0


class TestPeople:
    @pytest.mark.parametrize(("people", "state"), [(2, "next"), (3, "nearly"), (5, "well")])
    def test_different_people_make_a_community(self, people: int, state: State) -> None:
        nell = Account()
        for number in range(15):
            nell.answers(f"Person{number % people}", "How did that go in the end?")
        assert nell.finding("community").state == state

    def test_of_all_whom_x_puts_before_an_answer_one_is_meant(self) -> None:
        nell = Account()
        crowd = tuple(Mention(f"person{number}", number) for number in range(2, 9))
        for _ in range(POSTS_AT_LEAST):
            nell.answers("x", "What did you do then?", mentions=crowd, reply_to_author_id=2)
        assert nell.finding("community").measured["n"] == 1

    def test_answers_below_ones_own_posts_are_no_discussion_elsewhere(self) -> None:
        nell = Account()
        for number in range(8):
            nell.answers("ada", "Good question, let me find out", conversation_id=890)
            nell.answers(f"p{number}", "What happened then?")
        root = nell.says("Ask me anything about payroll")
        assert root.id != 890
        nell.posts[-1] = Post(890, ME, root.text, root.created_at, conversation_id=890)
        found = nell.finding("discussions")
        assert (found.state, found.measured["n"], found.measured["said"]) == ("well", 8, 17)

    def test_a_thread_of_ones_own_is_an_own_post(self) -> None:
        nell = Account()
        nell.says("1/2", reply_to_id=3, reply_to_author_id=ME)
        # X's newer vocabulary does not name whom it answers.
        nell.says("2/2", reply_to_id=3)
        nell.answers("ada", "Oh?", reply_to_author_id=None)
        found = sort(nell.timeline(), NOW)
        assert (len(found.own), len(found.answers)) == (2, 1)


class TestContent:
    @pytest.mark.parametrize(
        ("plain", "passed_on", "state", "advice"),
        [(5, 1, "well", "keep"), (4, 1, "nearly", "plain"), (10, 0, "nearly", "passed_on")],
    )
    def test_posts_stand_by_themselves_and_are_passed_on(
        self, plain: int, passed_on: int, state: State, advice: str
    ) -> None:
        nell = Account()
        for number in range(10):
            link = None if number < plain else "https://blog.example/1"
            nell.says("How we onboard", link=link, reposts=number < passed_on)
        found = nell.finding("worth_sharing")
        assert (found.state, found.advice) == (state, advice)
        assert len(found.evidence) == passed_on

    @pytest.mark.parametrize(
        "text",
        [
            "Thx!",
            "@ada Thanks for the RT",
            "Thank you so much!! 🙏",
            "@ada Vielen Dank fürs Teilen!",
            "Danke euch 😊",
            "So true! #HRTweetup",
            "Love this https://t.co/1",
            "Merci beaucoup",
            "?",
            "",
        ],
    )
    def test_a_reply_of_thanks_says_no_more(self, text: str) -> None:
        assert not says_more(reply(text))

    @pytest.mark.parametrize(
        "text",
        [
            "Thanks! How did it go?",
            "@ada Danke! Wie lief es bei euch?",
            "Thanks, the rota part was new to me",
            "Danke, den Leitfaden probieren wir morgen gleich aus",
            "Where?",
        ],
    )
    def test_a_reply_with_something_in_it_does(self, text: str) -> None:
        assert says_more(reply(text))

    def test_where_words_are_not_told_apart_no_reply_is_short(self) -> None:
        assert says_more(Post(1, ME, "ありがとう", FIRST, lang="ja"))

    @pytest.mark.parametrize(("full", "state"), [(2, "next"), (3, "nearly"), (4, "well")])
    def test_two_of_three_replies_say_more(self, full: int, state: State) -> None:
        nell = Account()
        for number in range(6):
            nell.answers("ada", "What happened after that?" if number < full else "Thx!")
        for _ in range(4):
            nell.says("Morning all")
        found = nell.finding("replies")
        assert found.state == state
        assert all(says_more(each) == (state == "well") for each in found.evidence)

    @pytest.mark.parametrize(
        ("given_", "asked", "state"),
        [(9, 3, "well"), (8, 3, "nearly"), (3, 4, "next"), (5, 0, "well"), (2, 2, "unclear")],
    )
    def test_three_times_given_for_once_asked(self, given_: int, asked: int, state: State) -> None:
        nell = Account()
        nell.advertises(asked)
        for number in range(given_):
            if number % 2:
                nell.answers("ada", "What happened after that?")
            else:
                nell.passes_on("ada", "What I learned")
        for _ in range(8):
            nell.says("Morning all")
        assert nell.finding("giving").state == state


class TestMistakes:
    def test_an_account_with_a_face_and_a_voice_makes_none(self) -> None:
        assert all_rounder().card().made == ()

    @pytest.mark.parametrize(
        ("about", "known"),
        [
            ("", False),
            ("#jobs @acme https://acme.example", False),
            ("Recruiter", False),
            ("I find people for kitchens", True),
            ("Personalerin in Köln, Katzen, Käsekuchen", True),
        ],
    )
    def test_whether_a_profile_says_who(self, about: str, known: bool) -> None:
        assert says_who(Profile(Account().profile.author, about)) == known

    @pytest.mark.parametrize(
        ("text", "lang", "made"),
        [
            ("Onboarding is broken", "en", True),
            ("Onboarding beats me", "en", False),
            ("Onboarding ist kaputt", "de", True),
            ("Uns fehlt ein Onboarding", "de", False),
            ("El onboarding no funciona", "es", False),
        ],
    )
    def test_posts_without_anybody_in_them(self, text: str, lang: str, made: bool) -> None:
        acme = Account(about="")
        for _ in range(POSTS_AT_LEAST):
            acme.says(text, lang=lang)
        assert ("no_personality" in acme.card().made) == made

    @pytest.mark.parametrize(("answered", "made"), [(0, True), (1, False)])
    def test_one_post_in_twenty_turns_to_somebody(self, answered: int, made: bool) -> None:
        nell = Account()
        for _ in range(20 - answered):
            nell.says("Morning all")
        for _ in range(answered):
            nell.answers("ada", "Thx!")
        assert ("no_interaction" in nell.card().made) == made


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["says", "answers", "passes_on", "quotes", "advertises"]),
            st.text(max_size=60),
        ),
        max_size=40,
    )
)
def test_whatever_was_posted_there_is_a_card(told: list[tuple[str, str]]) -> None:
    nell = Account()
    for what, words in told:
        match what:
            case "says":
                nell.says(words)
            case "advertises":
                nell.advertises(1)
            case _:
                getattr(nell, what)("ada", words)
    card = score(nell.timeline(), NOW)
    assert len(card.findings) == (8 if len(nell.posts) >= POSTS_AT_LEAST else 0)
    for finding in card.findings:
        assert all(each in nell.posts for each in finding.evidence)
        assert finding.advice in ADVICE[finding.point]
        assert (finding.advice == "keep") == (finding.state == "well")
        assert (finding.advice == "unclear") == (finding.state == "unclear")


def reply(text: str) -> Post:
    return Post(1, ME, text, FIRST, lang="en", reply_to_id=2, reply_to_author_id=3)
