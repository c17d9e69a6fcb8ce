"""GET /2/users/{id}/tweets: what one account posted, answers and reposts included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

from aiohttp import web

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.answers import Answer
from bot.sandbox.x_api.call import READ_PARAMETERS, Call, answer
from bot.sandbox.x_api.dialect import select
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.model import Post, User, snowflake
from bot.sandbox.x_api.problems import invalid
from bot.sandbox.x_api.text import JSON
from bot.sandbox.x_api.world import World

REACH = 3_200
"""So many of an account's latest posts are there to read, however long ago they were made."""

_EARLIEST = datetime(2010, 11, 6, tzinfo=UTC)
_EXCLUDED = {"replies", "retweets"}
_MILLISECOND = timedelta(milliseconds=1)


class Timelines:
    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger

    async def posts(self, call: Call) -> web.StreamResponse:
        call.allow(
            *("max_results", "pagination_token", "start_time", "end_time", "exclude"),
            *READ_PARAMETERS,
        )
        user_id = str(call.path_id())
        selection = select(call.parameters)
        making = Answer(self._world, self._ledger, selection)
        user = self._world.user(int(user_id))
        if user is None:
            making.add_error(problems.missing(selection.dialect, "user", "id", user_id))
        elif user.suspended_at:
            making.add_error(problems.suspended(selection.dialect, "id", user_id))
        elif user.protected_at:
            refused = problems.not_authorised(
                selection.dialect, "user", "id", user_id, section="data"
            )
            making.add_error(refused)
        else:
            return answer(self._page(call, making, user))
        return answer(making.finish(None))

    def _page(self, call: Call, making: Answer, user: User) -> JSON:
        most = call.number("max_results", 5, 100, default=10)
        kept, first = self._kept(call, user), _offset(call)
        posts = kept[first : first + most]
        meta: JSON = {"result_count": len(posts)}
        if posts:
            meta |= {"newest_id": str(posts[0].id), "oldest_id": str(posts[-1].id)}
        if first:
            meta["previous_token"] = _token(max(first - most, 0))
        if first + most < len(kept):
            meta["next_token"] = _token(first + most)
        return making.finish(making.posts(posts)) | {"meta": meta}

    def _kept(self, call: Call, user: User) -> list[Post]:
        """The newest versions of what the account posted in the time that is asked for."""
        start, end = call.time("start_time") or _EARLIEST, call.time("end_time") or call.now
        if start < _EARLIEST:
            raise invalid("start_time", [str(start)], "'start_time' must be on or after 2010-11-06")
        left_out = set(call.values("exclude")) if "exclude" in call.parameters else set()
        if not left_out <= _EXCLUDED:
            raise invalid("exclude", left_out, f"exclude is one of [{','.join(sorted(_EXCLUDED))}]")
        newest = self._world.newest_first(0, snowflake(call.now + _MILLISECOND))
        theirs = (post for post in newest if self._is_shown(post, user))
        return [
            post
            for post in islice(theirs, REACH)
            if start <= post.created_at <= end
            and not ("replies" in left_out and post.reply_to)
            and not ("retweets" in left_out and post.repost_of)
        ]

    def _is_shown(self, post: Post, user: User) -> bool:
        latest = self._world.newest(post) is post
        return post.author is user and latest and self._world.is_public(post)


def _token(offset: int) -> str:
    """A page in base32hex, in which X writes its own."""
    return f"7140{offset:08x}"


def _offset(call: Call) -> int:
    token = call.parameters.get("pagination_token")
    if token is None:
        return 0
    try:
        if token.startswith("7140"):
            return int(token.removeprefix("7140"), 16)
    except ValueError:
        pass
    raise invalid("pagination_token", [token], f"Invalid 'pagination_token':'{token}'")
