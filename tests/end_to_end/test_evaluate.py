"""`tweetup evaluate` from outside, against a reading of the archive that shares no code with it."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.command import typed
from tests.end_to_end.archives import Archive, invented_archive, real_archives
from tests.end_to_end.evidence import Facts

REAL = real_archives()
needs_archives = pytest.mark.skipif(not REAL, reason="the real archives are not at hand")
PAIRED = ("pairs", "again_any", "again_talk")


def evaluated(
    archive: Archive, capsys: pytest.CaptureFixture[str], *options: str
) -> dict[str, Any]:
    _, *arguments = archive.arguments
    assert typed("evaluate", *arguments, "--json", *options) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


class Counted:
    """Who turned to whom before the event, and who did so again, counted post by post."""

    def __init__(self, archive: Archive, *, reposts: bool) -> None:
        facts = Facts(archive)
        self.attendees = facts.attendees
        self.before: Counter[frozenset[str]] = Counter()
        self.again: set[frozenset[str]] = set()
        self.talk: set[frozenset[str]] = set()
        talk = set(facts.talk)
        for post_id, post in facts.posts.items():
            pairs = {frozenset({post["author_id"], o}) for o in facts.turned_to(post)}
            pairs = {pair for pair in pairs if pair <= self.attendees}
            if facts.before_the_doors(post_id):
                if reposts or post_id in talk:
                    self.before.update(pairs)
            elif facts.before_the_end(post_id):
                self.again |= pairs
                if post_id in talk:
                    self.talk |= pairs

    @property
    def reachable(self) -> set[str]:
        return {person for pair in self.before for person in pair}

    def rates(self) -> tuple[float, float]:
        pairs = [frozenset(pair) for pair in combinations(sorted(self.reachable), 2)]
        return len(self.again.intersection(pairs)) / len(pairs), len(
            self.talk.intersection(pairs)
        ) / len(pairs)


@pytest.mark.parametrize("options", [(), ("--no-reposts",)], ids=["reposts", "no-reposts"])
def test_an_invented_archive(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = invented_archive(tmp_path)
    found = evaluated(archive, capsys, *options)
    _it_bears_out(found, Counted(archive, reposts=not options))
    assert found["kinds"]["finally_meet"]["pairs"] > 2
    assert evaluated(archive, capsys, *options) == found


@needs_archives
@pytest.mark.long
def test_real_archives_and_the_choice_is_better_than_counting(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The figures in docs/introductions.md, as bounds that a change of weights must keep."""
    found = [evaluated(archive, capsys) for archive in REAL]
    for archive, each in zip(REAL, found, strict=True):
        _it_bears_out(each, Counted(archive, reposts=True))
    chosen = _sum(each["kinds"]["finally_meet"] for each in found)
    counted = _sum(each["baseline_count"] for each in found)
    assert chosen["pairs"] == counted["pairs"]
    assert chosen["again_any"] >= counted["again_any"]
    assert chosen["again_talk"] >= counted["again_talk"] + 3
    better_half = _sum(tenth for each in found for tenth in each["confidence_deciles"][:5])
    assert better_half["again_any"] / better_half["pairs"] >= 0.58
    bridge = _sum(each["kinds"]["bridge"] for each in found)
    assert bridge["pairs"] >= 40
    for hits in ("again_any", "again_talk"):
        pairs = [each["reachable"] * (each["reachable"] - 1) / 2 for each in found]
        random = sum(
            n * each["baseline_random"][hits] for n, each in zip(pairs, found, strict=True)
        ) / sum(pairs)
        assert bridge[hits] / bridge["pairs"] >= 2 * random
    right = sum(each["rounds"][-1]["people_right"] for each in found)
    assert right > sum(each["baseline_rounds"][-1]["people_right"] for each in found)


def test_it_is_read_by_people_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, *arguments = invented_archive(tmp_path).arguments
    assert typed("evaluate", *arguments) == 0
    said = capsys.readouterr().out
    assert "finally meet" in said
    assert "by plain count" in said


def test_days_the_wrong_way_round_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = invented_archive(tmp_path)
    _, *arguments = archive.arguments
    assert typed("evaluate", *arguments, "--start", "2026-02-01") == 2
    assert "2026-02-01" in capsys.readouterr().err


def _it_bears_out(found: dict[str, Any], counted: Counted) -> None:
    assert found["attendees"] == len(counted.attendees)
    assert found["reachable"] == len(counted.reachable)
    if counted.reachable:
        assert found["baseline_random"] == pytest.approx(
            dict(zip(("again_any", "again_talk"), counted.rates(), strict=True))
        )
    chosen, ceiling = found["kinds"]["finally_meet"], found["ceiling"]
    assert chosen["pairs"] == found["baseline_count"]["pairs"] == ceiling["pairs"]
    for hits in ("again_any", "again_talk"):
        assert chosen[hits] <= ceiling[hits]
        assert found["baseline_count"][hits] <= ceiling[hits]
    assert _sum(found["confidence_deciles"]) == chosen
    assert len(found["confidence_deciles"]) == 10
    assert {key: found["rounds"][0][key] for key in PAIRED} == chosen
    for rounds in (found["rounds"], found["baseline_rounds"]):
        people = [each["people_right"] for each in rounds]
        assert people == sorted(people)
        assert len(rounds) == 3
        assert sum(each["pairs"] for each in rounds) <= len(counted.before)


def _sum(figures: Any) -> dict[str, float]:
    figures = list(figures)
    return {key: sum(each[key] for each in figures) for key in PAIRED}
