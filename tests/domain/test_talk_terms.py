"""What people talk about."""

from __future__ import annotations

import re
from unicodedata import normalize

import pytest

from bot.domain.talk_terms import Spoken, most_used, uses
from bot.domain.terms import term_key
from bot.x.archive import read_archive
from tests.end_to_end.archives import Archive, real_archives
from tests.sampled import sampled


def said(*texts: tuple[int, str]) -> list[Spoken]:
    return [Spoken(author, text) for author, text in texts]


def test_a_term_counts_by_the_people_who_use_it_and_is_written_as_most_write_it() -> None:
    used = uses(
        said((1, "Payroll #HRTweetup"), (1, "payroll, payroll!"), (2, "The #Payroll @ada_hr")),
        ignored={"hrtweetup"},
    )
    assert {key: (use.written, use.people) for key, use in used.items()} == {
        "payroll": ("payroll", frozenset({1, 2}))
    }


def test_two_words_that_are_mostly_said_together_are_one_term() -> None:
    posts = said(
        *((n, "Our talent pool grows, and so does payroll") for n in range(4)),
        *((n, "A talent pool; payroll too") for n in range(4, 8)),
        *((n, "#talent #pool is no pair, nor is talent, pool") for n in range(8, 10)),
        *((n, "The pool table") for n in range(20, 27)),
    )
    found = [(use.written, len(use.people)) for use in most_used(uses(posts), 9, at_least=5)]
    assert found == [("pool", 17), ("talent pool", 8), ("payroll", 8), ("pool table", 7)]


def test_what_two_people_say_is_not_what_a_group_talks_about() -> None:
    assert most_used(uses(said((1, "payroll"), (2, "payroll"))), 5) == ()


@pytest.mark.skipif(not real_archives(), reason="the real archives are not at hand")
@pytest.mark.parametrize(
    "archive", sampled(real_archives(), every=4), ids=lambda each: each.hashtag
)
def test_terms_of_real_posts_are_used_by_those_whose_posts_have_them(archive: Archive) -> None:
    posts = [post for post in read_archive(archive.path).posts if not post.is_repost]
    used = uses((Spoken(p.author_id, p.plain_text) for p in posts), {term_key(archive.hashtag)})
    found = [use for use in most_used(used, 20) if " " not in use.key]
    assert len(found) > 10
    texts = [(p.author_id, re.sub(r"https?://\S+|\w+…$", "", p.plain_text)) for p in posts]
    texts = [(author, re.sub("[\u0300-\u036f]", "", normalize("NFKD", t))) for author, t in texts]
    for use in found:
        as_word = re.compile(rf"(?<![\w@]){use.key}s?(?!\w)", re.IGNORECASE)
        assert use.people == {author for author, text in texts if as_word.search(text)}
