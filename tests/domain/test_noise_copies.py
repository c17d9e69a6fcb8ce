from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.noise import OWN_POSTS, REMEMBERED, Earlier, Memory, fingerprint
from bot.domain.noise.content import words_of
from bot.domain.noise.copies import likeness
from tests.domain.making import FIRST

SAID = "Come and hear how the new rota works for night staff and carers on the wards https://a.io/1"
WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=3, max_size=8), min_size=8, unique=True)


def alike(new: str, earlier: str, *, own: bool = True) -> float:
    mark = fingerprint(earlier)
    said = mark == fingerprint(new)
    return likeness(fingerprint(new), Earlier([mark]) if own else Earlier(said=said))


class TestFingerprint:
    @pytest.mark.parametrize(
        "same",
        [
            SAID.replace("/1", "/2"),
            SAID.replace("https://a.io/1", ""),
            SAID.replace("https://a.io/1", "HTTP://A.IO/2"),
            SAID.replace("the new", "the \u2014 new\u200b"),
            SAID.upper().replace("HTTPS://A.IO/1", ""),
            SAID.replace("rota", "#rota").replace("wards", "wards!!"),
            f"RT @ann: {SAID}",
            f'"RT @ann: RT @ben: {SAID}',
            f"Retweeted Ann Lee (@ann): {SAID}",
        ],
    )
    def test_it_is_the_same(self, same: str) -> None:
        assert fingerprint(same) == fingerprint(SAID)

    def test_it_differs(self) -> None:
        assert fingerprint(SAID) != fingerprint(SAID.replace("night", "day"))

    @given(st.text(st.characters(max_codepoint=127)))
    def test_words_are_the_same_whatever_stands_beside_them(self, text: str) -> None:
        assert [*words_of(text), "é".encode()] == words_of(f"{text} é")

    @given(st.text())
    def test_it_stays_short_and_can_be_stored(self, text: str) -> None:
        mark = fingerprint(text)
        assert mark.isascii()
        assert 8 <= len(mark) <= 200


class TestLikeness:
    def test_nothing_earlier(self) -> None:
        assert likeness(fingerprint(SAID), Earlier()) == 0

    def test_an_authors_text_with_a_word_changed(self) -> None:
        assert alike(SAID.replace("night", "day"), SAID) >= 0.85

    def test_other_peoples_texts_must_be_the_very_same(self) -> None:
        assert alike(SAID, SAID, own=False) == 1
        assert alike(SAID.replace("night", "day"), SAID, own=False) == 0

    def test_another_text(self) -> None:
        assert alike("Next up is Ann on rotas for carers, in the big room", SAID) == 0

    def test_other_numbers_make_another_text(self) -> None:
        session = "Session {} of the day starts now in the great hall, please come in quietly"
        assert alike(session.format(3), session.format(2)) == 0

    def test_short_texts_are_the_same_by_chance(self) -> None:
        assert alike("Looking forward to it!", "Looking forward to it!") == 0
        text = "Looking forward to #tweetup next week!"
        assert alike(text, text) == 1
        assert alike(text, text, own=False) == 0

    @given(WORDS, st.randoms(use_true_random=False))
    def test_the_order_of_words_does_not_matter(self, words: list[str], dice: object) -> None:
        assert alike(" ".join(reversed(words)), " ".join(words), own=False) == 1

    @given(WORDS, WORDS)
    def test_it_is_mutual(self, one: list[str], other: list[str]) -> None:
        assert alike(" ".join(one), " ".join(other)) == alike(" ".join(other), " ".join(one))


class TestMemory:
    MARK = fingerprint(SAID)
    OTHER = fingerprint("Somebody left a red umbrella under the third table of the Crown")

    def test_it_tells_own_posts_and_the_same_text(self) -> None:
        memory = Memory()
        memory.add(self.MARK, "ann", FIRST)
        memory.add(self.OTHER, "ben", FIRST)
        assert memory.earlier(self.MARK, "cleo", FIRST) == Earlier([], said=True)
        assert memory.earlier(self.MARK, "ben", FIRST) == Earlier([self.OTHER], said=True)
        assert memory.earlier("00000000", "cleo", FIRST) == Earlier([])

    def test_an_author_who_is_not_known_has_no_own_posts(self) -> None:
        memory = Memory()
        memory.add(self.MARK, None, None)
        assert memory.earlier(self.MARK, None, None) == Earlier([], said=True)
        assert memory.earlier(self.OTHER, None, None) == Earlier([])

    def test_it_forgets_after_some_days(self) -> None:
        memory = Memory()
        memory.add(self.MARK, "ann", FIRST)
        assert memory.earlier(self.MARK, "ben", FIRST + REMEMBERED).said
        late = FIRST + REMEMBERED + timedelta(seconds=1)
        assert memory.earlier(self.MARK, "ben", late) == Earlier([])
        assert memory.earlier(self.MARK, "ann", late) == Earlier([])

    def test_it_is_bounded(self) -> None:
        memory = Memory(size=3)
        for number in range(10):
            memory.add(fingerprint(f"text {number}"), f"author {number}", FIRST)
        assert memory.earlier(fingerprint("text 6"), "author 6", FIRST) == Earlier([])
        assert memory.earlier(fingerprint("text 7"), "nobody", FIRST).said
        for number in range(100):
            memory.add(fingerprint(f"more {number}"), "ann", FIRST)
        assert len(memory.earlier("00000000", "ann", FIRST).own) == OWN_POSTS
