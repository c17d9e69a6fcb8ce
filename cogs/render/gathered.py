"""How a tweet chat's question has fared, in lines."""

from __future__ import annotations

import re

from bot.domain.chat import Gathered
from bot.domain.cleaning import cut
from bot.domain.markdown import escape, link
from bot.domain.posts import Author, Post, post_url
from bot.texts import text

# What a question and an answer are cut to.
QUESTION_WORDS = 120
ANSWER_WORDS = 60

_URL = re.compile(r"https?://\S+")


def gathered_lines(gathered: Gathered) -> list[str]:
    """The question, its thread and how many answered, and the answers that stand out."""
    question = gathered.question
    words = escape(cut(question.text, QUESTION_WORDS))
    asked = text("chat.recap.question", number=question.number, question=words)
    return [asked, fared(gathered), *(_answer(post, author) for post, author in gathered.best)]


def fared(gathered: Gathered) -> str:
    if gathered.question.state == "skipped":
        return text("chat.skipped")
    where = [] if gathered.thread_id is None else [f"<#{gathered.thread_id}>"]
    if gathered.answers == 0:
        return " · ".join((*where, text("chat.no_answers")))
    answers = text("chat.answers", n=gathered.answers)
    people = text("chat.people", n=gathered.people)
    return " · ".join((*where, text("chat.fared", answers=answers, people=people)))


def _answer(post: Post, author: Author) -> str:
    # An address in a link's label would be a link of its own.
    words = " ".join(_URL.sub("", post.plain_text).split())
    label = text("chat.recap.answer", handle=author.handle, words=cut(words, ANSWER_WORDS))
    return f"> {link(label, post_url(author.handle, post.newest_version))}"
