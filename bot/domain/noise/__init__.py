"""Whether a post is people talking, an advertisement for a job, a promotion or a duplicate.

Pure and explainable: signals are found in the text and in what its author did so far, their
weights are added up, and each one that counted is a reason of the verdict.
"""

from __future__ import annotations

from bot.domain.noise.author import TIMED_POSTS, AuthorRecord
from bot.domain.noise.content import Content, content_of
from bot.domain.noise.copies import OWN_POSTS, REMEMBERED, Earlier, Memory, fingerprint
from bot.domain.noise.judging import RECORD_POSTS, RECORD_TIME, Past, judge
from bot.domain.noise.scoring import classify
from bot.domain.noise.verdict import Kind, Reason, Verdict

__all__ = [
    "OWN_POSTS",
    "RECORD_POSTS",
    "RECORD_TIME",
    "REMEMBERED",
    "TIMED_POSTS",
    "AuthorRecord",
    "Content",
    "Earlier",
    "Kind",
    "Memory",
    "Past",
    "Reason",
    "Verdict",
    "classify",
    "content_of",
    "fingerprint",
    "judge",
]
