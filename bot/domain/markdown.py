"""A post's text as it must be written in Discord's markdown to read as its author wrote it."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.domain.posts import Post, handle_key, profile_url

# Links, @handles and #hashtags, where X would see them: not within a word.
_TOKEN = re.compile(r"https?://[^\s<>]+|(?<![\w@＠])[@＠]\w{1,15}(?!\w)|(?<![\w&])[#＃]\w+")
_SPECIAL = re.compile(r"([\\*_~`|\[\]<>]|@(?=everyone|here))")
# Headings, lists, sub-text and numbered lists count at the beginning of a line only.
_LINE_START = re.compile(r"^(\s*)([#\-+]|\d+(?=[.)]\s))", re.MULTILINE)
_HASHTAG_SEARCH = "https://x.com/hashtag/"


def escape(text: str) -> str:
    """`text` with nothing left in it that Discord would read as markdown or as a mention."""
    return _escape_line_starts(_escape_signs(text))


def quoted(text: str) -> str:
    """One line of `text`, set off as somebody's own words."""
    return f"> {_escape_signs(text)}"


def link(label: str, url: str) -> str:
    return f"[{_escape_signs(label)}]({url.replace('(', '%28').replace(')', '%29')})"


def post_markdown(post: Post) -> str:
    """The whole text of a post, its links, mentions and hashtags leading where X's own lead."""
    text = post.plain_text
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts += [_escape_signs(text[end : token.start()]), _linked(post, token.group())]
        end = token.end()
    parts.append(_escape_signs(text[end:]))
    return _escape_line_starts("".join(parts).strip())


def _linked(post: Post, token: str) -> str:
    if token[0] in "@＠":
        handles = {handle_key(mention.handle) for mention in post.mentions}
        handle = token[1:]
        known = handle.lower() in handles
        return link(token, profile_url(handle)) if known else _escape_signs(token)
    if token[0] in "#＃":
        tags = {tag.casefold() for tag in post.hashtags}
        tag = token[1:]
        known = tag.casefold() in tags
        return link(token, _HASHTAG_SEARCH + quote(tag)) if known else _escape_signs(token)
    for each in sorted(post.links, key=lambda each: len(each.url), reverse=True):
        if token.startswith(each.url):
            return link(each.display_url, each.url) + _escape_signs(token[len(each.url) :])
    return token


def _escape_signs(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _escape_line_starts(text: str) -> str:
    return _LINE_START.sub(_escape_line_start, text)


def _escape_line_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
