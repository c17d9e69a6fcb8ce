"""A post's text as it must be written in Discord's markdown to read as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from bot.domain.cleaning import contained, cut
from bot.domain.posts import Post, handle_key, profile_url

# Links, @handles and #hashtags, where X would see them: not within a word.
_TOKEN = re.compile(r"https?://[^\s<>]+|(?<![\w@＠])[@＠]\w{1,15}(?!\w)|(?<![\w&])[#＃]\w+")
_SPECIAL = re.compile(r"([\\*_~`|\[\]<>]|@(?=everyone|here))")
# An address, and an invitation, which Discord shows as one without any "https://" before it.
_ADDRESS = re.compile(r":(?=//)|discord(?:app)?\.[a-z]+(?=/)", re.IGNORECASE)
_INVITATION = re.compile(
    r"https?://(?:\w+\.)*discord(?:\.(?:gg|gift|new)|(?:app)?\.com/(?:invite|gift))\b",
    re.IGNORECASE,
)
_WEB_ADDRESS = re.compile(r"(https?://[^\s<>]+)")
# Within an address they would be markdown still; written like this they lead to the same page.
_IN_ADDRESS = {ord(sign): quote(sign) for sign in "\\*`|[]"} | {ord("~"): "%7E"}
# Headings, lists, sub-text and numbered lists count at the beginning of a line only; what cannot
# be seen may be taken away by Discord.
_LINE_START = re.compile(
    r"^([\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*)([#\-+]|\d+(?=[.)]\s))",
    re.MULTILINE,
)
_HASHTAG_SEARCH = "https://x.com/hashtag/"


def escape(text: str) -> str:
    """`text` with nothing left in it that Discord would read as markdown, a mention or a link."""
    return _escape_line_starts(_escape_signs(text))


def escape_within(text: str, limit: int) -> str:
    """As `escape`, in at most `limit` characters: less of the text where signs make it longer."""
    return written_within(text, limit, escape)


def written_within(text: str, limit: int, written: Callable[[str], str]) -> str:
    """What `written` makes of the text, or of as much of it as gives at most `limit` characters."""
    room = len(text)
    while len(shown := written(cut(text, room))) > limit:
        room -= max((len(shown) - limit) // 4, 1)
    return shown


def with_addresses(text: str) -> str:
    """As `escape`, but for addresses of the web: what organisers say of where to go may be one.

    Invitations to other servers are not.
    """
    parts = _WEB_ADDRESS.split(text)
    parts[::2] = map(_escape_signs, parts[::2])
    parts[1::2] = map(_address_but_no_invitation, parts[1::2])
    return _escape_line_starts("".join(parts))


def quoted(text: str) -> str:
    """One line of `text`, set off as somebody's own words."""
    return f"> {escape(text)}"


def link(label: str, url: str, *, previewed: bool = True) -> str:
    """A link that shows as `label`; if not `previewed`, Discord shows nothing of where it leads."""
    address = quote(url, safe="%/:?#&=+,;@!$*~'")
    return f"[{_escape_signs(label)}]({address if previewed else f'<{address}>'})"


def post_markdown(post: Post) -> str:
    """The whole text of a post, its links, mentions and hashtags leading where X's own lead."""
    text = contained(post.plain_text)
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
        # Letters of other scripts look like ours, and one of them is ours in lower case.
        known = handle.isascii() and handle_key(handle) in handles
        return link(token, profile_url(handle)) if known else _escape_signs(token)
    if token[0] in "#＃":
        tags = {tag.casefold() for tag in post.hashtags}
        tag = token[1:]
        known = tag.casefold() in tags
        return link(token, _HASHTAG_SEARCH + quote(tag)) if known else _escape_signs(token)
    for each in sorted(post.links, key=lambda each: len(each.url), reverse=True):
        if token.startswith(each.url):
            return link(each.display_url, each.url) + _escape_signs(token[len(each.url) :])
    return _address(token)


def _address(address: str) -> str:
    return (
        address.translate(_IN_ADDRESS)
        .replace("@everyone", "%40everyone")
        .replace("@here", "%40here")
    )


def _address_but_no_invitation(address: str) -> str:
    return _escape_signs(address) if _INVITATION.match(address) else _address(address)


def _escape_signs(text: str) -> str:
    return _ADDRESS.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\1", text))


def _escape_line_starts(text: str) -> str:
    return _LINE_START.sub(_escape_line_start, text)


def _escape_line_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"
