from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import AccountLink
from bot.domain.posts import Post, handle_key
from bot.domain.proofs import CODES, GRACE, code_of, codes_in, meaning

ENDS = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLAIM = AccountLink(10, 1, "Ada_HR", "tw-abcdef", ENDS)


def test_a_code_counts_until_it_ends_and_is_spoken_of_for_a_week() -> None:
    at = {
        ENDS: "proof",
        ENDS + SECOND: "late",
        ENDS + GRACE: "late",
        ENDS + GRACE + SECOND: None,
    }
    assert {when: meaning(CLAIM, "ada_hr", when, known=True) for when in at} == at


def test_another_handle_is_asked_about_only_where_nobody_is_known_under_the_one_claimed() -> None:
    assert meaning(CLAIM, "ada_anew", ENDS, known=False) == "other_handle"
    assert meaning(CLAIM, "ada_anew", ENDS, known=True) is None
    assert meaning(CLAIM, "ada_anew", ENDS + SECOND, known=False) is None


@given(
    st.sampled_from(["ada_hr", "ADA_HR", "ada_h", "bo"]),
    st.timedeltas(timedelta(days=-30), timedelta(days=30)),
    st.booleans(),
)
def test_only_the_claimed_handle_in_time_is_a_proof(
    handle: str, after: timedelta, known: bool
) -> None:
    own = handle_key(handle) == handle_key(CLAIM.handle)
    means = meaning(CLAIM, handle, ENDS + after, known=known)
    assert (means == "proof") == (own and after <= timedelta(0))
    assert means != "other_handle" or not own


def test_codes_are_read_as_people_write_them() -> None:
    code = code_of(CODES - 1)
    assert codes_in(_post(f"Me! ({code.upper()}), #HRTweetup")) == {code}
    assert codes_in(_post(f"x{code} {code}9 tw-short")) == set()
    assert codes_in(_post(f"RT: {code}", reposted_id=3)) == set()


@given(st.integers(0, CODES - 1), st.integers(0, CODES - 1))
def test_each_number_has_a_code_of_its_own(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) is (one == other)
    assert codes_in(_post(code_of(one))) == {code_of(one)}


def _post(text: str, reposted_id: int | None = None) -> Post:
    return Post(1, 2, text, ENDS, reposted_id=reposted_id)
