"""How good the classifier is, on posts labelled by hand; docs/noise.md tells these figures."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

import bot
from bot.domain.noise import AuthorRecord, Content, Kind, Memory, classify, fingerprint
from bot.sandbox.story.model import Say
from bot.sandbox.story.script import EVENTS
from tests.noise.archives import HERE, SAMPLE, Judged, judged, labels, lines, needs_archives
from tests.noise.fitting import Features, features, fitted, probability

FOLDS = 5
DOCS = Path(bot.__file__).parent.parent / "docs" / "noise.md"


@pytest.fixture(scope="module")
def archives() -> list[Judged]:
    return judged()


def precision_and_recall(pairs: Iterable[tuple[bool, bool]]) -> tuple[float, float]:
    """Of pairs (is, is said to be)."""
    counted = Counter(pairs)
    hits = counted[True, True]
    return hits / (hits + counted[False, True]), hits / (hits + counted[True, False])


def folds(count: int) -> list[list[int]]:
    order = list(range(count))
    random.Random(5).shuffle(order)
    return [order[start::FOLDS] for start in range(FOLDS)]


@needs_archives
class TestJobAds:
    """The sample of job-board posts among others, text alone."""

    def test_the_weights_in_the_product(self) -> None:
        rows = lines(SAMPLE)
        for fold in folds(len(rows)):
            precision, recall = precision_and_recall(
                (rows[i]["label"] == "job_ad", classify(Content(rows[i]["text"])).kind == "job_ad")
                for i in fold
            )
            assert precision >= 0.95
            assert recall >= 0.9

    @pytest.mark.long
    def test_weights_fitted_to_the_other_folds(self) -> None:
        rows = lines(SAMPLE)
        posts = [features(row["text"]) for row in rows]
        is_ad = [row["label"] == "job_ad" for row in rows]
        pairs: list[tuple[bool, bool]] = []
        for fold in folds(len(rows)):
            weights = fitted(*_others(posts, is_ad, set(fold)))
            pairs += [(is_ad[i], probability(posts[i], weights) >= 0.5) for i in fold]

        precision, recall = precision_and_recall(pairs)
        assert len(pairs) == len(rows)
        assert precision >= 0.95
        assert recall >= 0.9


def _others(
    posts: list[Features], is_ad: list[bool], fold: set[int]
) -> tuple[list[Features], list[bool]]:
    rest = [i for i in range(len(posts)) if i not in fold]
    return [posts[i] for i in rest], [is_ad[i] for i in rest]


@needs_archives
class TestArchives:
    """Posts of nine hashtags, labelled by hand."""

    def test_every_label_finds_its_post(self, archives: list[Judged]) -> None:
        assert len(archives) == sum(map(len, labels().values())) >= 400

    def test_every_error_is_told_in_the_docs_and_no_other(self, archives: list[Judged]) -> None:
        told = re.findall(r"`(\w+/\d+)`", DOCS.read_text(encoding="utf-8"))
        wrong = [post.name for post in archives if post.verdict.kind != post.kind]
        assert sorted(told) == sorted(wrong)

    def test_the_table_in_the_docs_is_the_count(self, archives: list[Judged]) -> None:
        counted = Counter((post.kind, post.verdict.kind) for post in archives)
        kinds: list[Kind] = ["conversation", "job_ad", "promotion", "duplicate"]
        docs = DOCS.read_text(encoding="utf-8")
        for kind in kinds:
            cells = [kind, *(str(counted[kind, said]) for said in kinds)]
            assert f"| {' | '.join(cells)} |" in docs

    def test_no_question_is_taken_for_noise(self, archives: list[Judged]) -> None:
        asked = [p for p in archives if p.kind == "conversation" and re.search(r"\?(\s|$)", p.text)]
        assert len(asked) >= 100
        assert {post.verdict.kind for post in asked} == {"conversation"}

    def test_no_person_talking_is_taken_for_an_advertisement(self, archives: list[Judged]) -> None:
        said = {p.verdict.kind for p in archives if p.kind == "conversation"}
        assert "job_ad" not in said


class TestInvented:
    """Invented posts of people in HR; those held out were written after the weights were set."""

    @pytest.mark.parametrize(
        ("held_out", "kind", "least"),
        [
            (False, "conversation", 1.0),
            (False, "job_ad", 1.0),
            (False, "promotion", 0.9),
            (True, "conversation", 1.0),
            (True, "job_ad", 0.8),
            (True, "promotion", 0.7),
        ],
    )
    def test_kinds(self, held_out: bool, kind: Kind, least: float) -> None:
        posts = [
            row["text"]
            for row in lines(HERE / "invented.jsonl")
            if (row["held_out"], row["kind"]) == (held_out, kind)
        ]
        right = [text for text in posts if classify(Content(text)).kind == kind]
        assert len(posts) >= 10
        assert len(right) / len(posts) >= least

    def test_the_story_of_the_demo(self) -> None:
        authors: defaultdict[str, AuthorRecord] = defaultdict(AuthorRecord)
        memory = Memory()
        wrong = []
        for post in (happening for happening in EVENTS if isinstance(happening, Say)):
            content = Content(post.text, answers=bool(post.reply_to or post.quote))
            mark = fingerprint(post.text)
            earlier = memory.earlier(mark, post.who, post.at)
            kind = classify(content, authors[post.who], earlier).kind
            authors[post.who] = authors[post.who].after(content, kind, post.at)
            memory.add(mark, post.who, post.at)
            if kind != ("job_ad" if post.job_ad else "conversation"):
                wrong.append(post.id)
        assert wrong == []
