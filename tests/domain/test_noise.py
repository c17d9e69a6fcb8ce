from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.noise import AuthorRecord, Content, Earlier, classify, content_of, fingerprint
from bot.domain.noise.author import NO_RECORD
from bot.domain.noise.content import read
from bot.domain.noise.openings import openings
from bot.domain.noise.phrases import Found, Phrases
from bot.domain.noise.scoring import WEIGHTS
from bot.domain.noise.signals import signals
from bot.domain.noise.wording import WORDING
from bot.domain.posts import Link
from tests.domain.making import FIRST, post

AD = "HR Officer, Swansea - £30,000 to £34,000, apply now https://work.example/7 #hr #jobs"
OFFER = "Get 20% off our payroll software with code SAVE20 https://shop.example/buy"
# "our stand" and no more: not enough for a promotion by itself
STAND = "Our stand is by the door, next to the coffee. https://go.example/1"
# a vacancy and a link: not enough for an advertisement by itself
VACANCY = "Acme is hiring in Leeds https://go.example/2"


def kind(text: str, author: AuthorRecord = NO_RECORD) -> str:
    return classify(Content(text), author).kind


def keys(text: str, author: AuthorRecord = NO_RECORD) -> list[str]:
    return [reason.key for reason in classify(Content(text), author).reasons]


class TestKinds:
    @pytest.mark.parametrize(
        "text",
        [
            "any tips for my first HR job?",
            "Any tips for my first HR job? #HRTweetup #jobs #hiring #job",
            "we're hiring, come and find me at the poster",
            "We're #hiring! Come and find me at the poster #jobs",
            "Does anyone know if this role is genuine? HR Manager, £55k-£60k, apply here "
            "https://jobs.example/1 #jobs #hiring",
            "I'm looking for a job in payroll, any leads? #jobs #hiring https://me.example/cv",
            "",
            "https://go.example/photo",
            "#HRTweetup",
        ],
    )
    def test_conversation(self, text: str) -> None:
        assert kind(text) == "conversation"

    def test_job_ad(self) -> None:
        verdict = classify(Content(AD))
        assert verdict.kind == "job_ad"
        assert verdict.confidence > 0.95

    def test_promotion(self) -> None:
        assert kind(OFFER) == "promotion"

    @given(st.text())
    def test_any_text_has_a_verdict_with_reasons(self, text: str) -> None:
        verdict = classify(Content(text))
        assert 0 <= verdict.confidence <= 1
        assert verdict.reasons
        assert verdict == classify(Content(text))

    def test_a_promotion_that_also_hires_is_what_it_is_more(self) -> None:
        assert kind(f"{AD} {OFFER}") == "job_ad"
        assert kind(f"{OFFER} Visit us at booth 4 and win a bag! We're hiring") == "promotion"


class TestReasons:
    def test_they_go_from_strong_to_weak_and_quote_the_post(self) -> None:
        found = classify(Content(AD)).reasons
        points = [WEIGHTS[reason.key].job_ad for reason in found]
        assert points == sorted(points, reverse=True)
        assert {reason.key for reason in found} >= {"apply", "pay", "heading", "job_hashtags"}
        assert [r.params["found"] for r in found if r.key == "pay"] == ["£30,000 to £34,000"]

    def test_those_against_the_verdict_are_left_out(self) -> None:
        assert "first_person" not in keys(f"I say: {AD}")

    def test_talk_is_told_by_what_spoke_against_noise(self) -> None:
        assert keys("we're hiring, come and find me at the poster")[0] == "in_person"
        assert keys("Doors open at six") == ["plain"]

    def test_what_is_found_stays_short(self) -> None:
        text = f"Want to work at {'Acme ' * 11}? {AD}"
        template = next(r for r in classify(Content(text)).reasons if r.key == "template")
        assert len(str(template.params["found"])) <= 60

    def test_every_signal_has_a_weight(self) -> None:
        assert WORDING.keys() < WEIGHTS.keys()
        for text in (AD, OFFER, f"{'#a1 #b2 #c3 #d4 #e5 #f6 #g7'} https://jobs.example/9"):
            assert {s.key for s in signals(read(Content(text)), AuthorRecord())} <= {*WEIGHTS}

    def test_headings_end_in_many_ways_and_addresses_come_in_capitals(
        self,
    ) -> None:
        for text in (
            "Store Manager, Leeds",
            "Store Manager#jobs",
            "Lead - Leeds",
            "Head of HR - us",
        ):
            found = {s.key for s in signals(read(Content(text)), NO_RECORD)}
            assert "heading" in found, text
        links = Content("Look", links=("HTTPS://JOBS.Example/1",))
        assert "job_address" in {s.key for s in signals(read(links), NO_RECORD)}


class TestAuthors:
    def test_a_doubtful_vacancy_of_one_who_posts_ads_is_an_ad(self) -> None:
        assert kind(VACANCY) == "conversation"
        assert kind(VACANCY, AuthorRecord(posts=5, job_ads=5)) == "job_ad"
        assert "author_job_ads" in keys(VACANCY, AuthorRecord(posts=5, job_ads=5))

    def test_a_doubtful_promotion_of_one_who_promotes_is_one(self) -> None:
        assert kind(STAND) == "conversation"
        assert kind(STAND, AuthorRecord(posts=5, promotions=5)) == "promotion"

    def test_a_recruiter_may_talk(self) -> None:
        robot = AuthorRecord(posts=50, job_ads=50, latest=tuple(every(minutes=60, count=6)))
        assert kind("Lovely to meet you all yesterday", robot) == "conversation"

    def test_one_post_is_no_habit(self) -> None:
        assert kind(VACANCY, AuthorRecord(posts=2, job_ads=2)) == "conversation"

    def test_who_mostly_answers_is_here_to_talk(self) -> None:
        record = AuthorRecord(posts=10, answers=9)
        assert "author_answers" in keys(VACANCY, record)
        assert classify(Content(VACANCY), record).confidence > classify(Content(VACANCY)).confidence

    def test_a_timer_speaks_for_noise(self) -> None:
        timed = AuthorRecord(posts=6, latest=tuple(every(minutes=30, count=6)))
        plain = AuthorRecord(posts=6)
        doubt = classify(Content(VACANCY), plain).confidence
        assert classify(Content(VACANCY), timed).kind == "job_ad"
        assert doubt < 1


class TestCopies:
    SAID = "Who is coming to the tweetup on Thursday evening at the Crown? https://go.example/1"

    def seen(self, text: str, *, own: bool = True) -> Earlier:
        return Earlier([fingerprint(text)]) if own else Earlier(said=True)

    def test_the_same_text_with_a_new_link_is_a_duplicate(self) -> None:
        again = self.SAID.replace("/1", "/2")
        verdict = classify(Content(again), earlier=self.seen(self.SAID))
        assert (verdict.kind, verdict.confidence) == ("duplicate", 1)
        assert verdict.reasons[0].params == {"percent": 100}

    def test_an_ad_repeated_stays_an_ad(self) -> None:
        assert classify(Content(AD), earlier=self.seen(AD)).kind == "job_ad"

    def test_a_promotion_repeated_is_a_duplicate(self) -> None:
        assert classify(Content(OFFER), earlier=self.seen(OFFER)).kind == "duplicate"

    def test_who_asks_again_was_not_answered(self) -> None:
        asked = "Does anyone here know how long a grievance may take in a small company?"
        assert classify(Content(asked), earlier=self.seen(asked)).kind == "conversation"
        linked = f"{asked} https://go.example/3"
        assert classify(Content(linked), earlier=self.seen(asked)).kind == "duplicate"

    def test_a_repost_is_no_duplicate(self) -> None:
        repost = Content(self.SAID, repost=True)
        earlier = self.seen(self.SAID, own=False)
        assert classify(repost, earlier=earlier).kind == "conversation"


class TestContent:
    def test_a_repost_is_read_as_what_it_passes_on(self) -> None:
        content = content_of(post(1, text=f"RT @board: {AD}", reposted_id=9))
        assert content.text == AD
        assert content.repost

    def test_text_is_read_unescaped(self) -> None:
        assert content_of(post(1, text="Tea &amp; talk")).text == "Tea & talk"

    def test_a_reply_to_somebody_is_an_answer_and_to_oneself_is_not(self) -> None:
        assert content_of(post(1, reply_to_id=5, reply_to_author_id=2)).answers
        assert content_of(post(1, quoted_id=5)).answers
        assert not content_of(post(1, author_id=1, reply_to_id=5, reply_to_author_id=1)).answers

    def test_links_within_x_do_not_lead_out(self) -> None:
        links = tuple(
            Link(f"https://t.co/{n}", address, address)
            for n, address in enumerate(
                [
                    "https://x.com/ann/status/5",
                    "https://pic.x.com/a",
                    "https://www.Twitter.com/ann",
                    "https://go.example/?to=x.com",
                    "",
                ]
            )
        )
        found = content_of(post(1, links=links)).links
        assert found == ("https://go.example/?to=x.com", "https://t.co/4")

    def test_a_quoted_posts_link_does_not_lead_out_where_x_tells_no_addresses(self) -> None:
        link = Link("https://t.co/a", "https://t.co/a", "t.co/a")
        assert content_of(post(1, links=(link,), quoted_id=5)).links == ()
        assert content_of(post(1, links=(link,))).links == ("https://t.co/a",)


def test_hashtags_count_little_without_a_link_and_a_heap_of_them_much() -> None:
    assert kind("Managers who ghost people are the worst. #hiring #hrjobs #jobs") == "conversation"
    heap = " ".join(f"#trend{letter}" for letter in "abcdefghijkl")
    assert kind(f"{heap} https://go.example/x") == "promotion"


def every(*, minutes: int, count: int) -> list[datetime]:
    return [FIRST + n * timedelta(minutes=minutes) for n in range(count)]


class TestPhrases:
    @pytest.mark.parametrize(
        "pattern", [*dict.fromkeys(each for some in WORDING.values() for each in some)]
    )
    # Each of them is tried, if with few texts.
    @settings(max_examples=settings().max_examples // 10)
    @given(st.data())
    def test_it_finds_what_a_search_finds(self, pattern: str, data: st.DataObject) -> None:
        around = st.sampled_from(["", " ", "a", "é", "_", "7", "ſ", "#", "so i am "])
        drawn = [around, st.from_regex(pattern), around, st.from_regex(pattern), around]
        text = "".join(data.draw(each) for each in drawn).lower()
        first = re.search(pattern, text)
        again = first and re.compile(pattern).search(text, first.end())
        wanted = [] if first is None else [Found("a", first.group(), again is not None)]
        assert Phrases({"a": [pattern]}).found_in(text) == wanted

    def test_the_first_phrase_counts_and_once_more_is_more(self) -> None:
        phrases = Phrases({"a": (r"\btea\b", r"\bcup of tea")})
        assert phrases.found_in("a cup of tea") == [Found("a", "cup of tea", False)]
        assert phrases.found_in("tea? a cup of tea!") == [Found("a", "tea", True)]
        assert phrases.found_in("teatime") == phrases.found_in("") == []

    @pytest.mark.parametrize(
        ("pattern", "begins"),
        [
            (r"\btea\b|\bcoffees?\b", {"tea", "coffee"}),
            (r"\bjobs? (?:in|at)", {"job", "jobs"}),
            (r"\b(?:\d+|ten) cups", {"0", "ten"}),
            (r"[£$] ?\d", {"£", "$"}),
            (r"\bi(?=,? [a-z])", {"i"}),
            (r"\bme\b(?<!\bdm me)", {"me"}),
            (r"\b[a-c]?x\b", {"ax", "bx", "cx", "x"}),
            (r"\b(?:no )*way\b", {"no", "way"}),
            (r"\b(?:ha)+\b", {"ha", "haha", "hahaha"}),
        ],
    )
    def test_how_an_expression_begins(self, pattern: str, begins: set[str]) -> None:
        assert openings(pattern) == begins

    @pytest.mark.parametrize(
        "pattern",
        ["tea", r"\d+", r"\bte", r"\b\w+", r"\b[^a]b", r".", r"(?:\btea\b)?", r"\bé", "§"],
    )
    def test_what_may_begin_with_anything_is_refused(self, pattern: str) -> None:
        with pytest.raises(ValueError, match=r"expression|first word"):
            openings(pattern)
