"""Looking up posts and users by id, and users by handle."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aiohttp import web

from bot.sandbox.x_api import problems
from bot.sandbox.x_api.answers import Answer
from bot.sandbox.x_api.call import READ_PARAMETERS, Call, answer
from bot.sandbox.x_api.dialect import Selection, select
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.model import Post, User
from bot.sandbox.x_api.text import JSON
from bot.sandbox.x_api.world import World


class Lookups:
    """What is deleted, protected, suspended or unknown is named under `errors`, with status 200."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger

    async def posts(self, call: Call) -> web.StreamResponse:
        call.allow("ids", *READ_PARAMETERS)
        return answer(self._posts(select(call.parameters), call.ids("ids"), "ids", many=True))

    async def post(self, call: Call) -> web.StreamResponse:
        call.allow(*READ_PARAMETERS)
        ids = [call.path_id()]
        return answer(self._posts(select(call.parameters), ids, "id", many=False))

    async def users(self, call: Call) -> web.StreamResponse:
        call.allow("ids", *READ_PARAMETERS)
        ids = [str(user_id) for user_id in call.ids("ids")]
        return answer(
            self._users(call, ids, "ids", lambda value: self._world.user(int(value)), many=True)
        )

    async def users_by_handle(self, call: Call) -> web.StreamResponse:
        call.allow("usernames", *READ_PARAMETERS)
        handles = call.values("usernames")
        return answer(
            self._users(call, handles, "usernames", self._world.user_by_handle, many=True)
        )

    async def user_by_handle(self, call: Call) -> web.StreamResponse:
        call.allow(*READ_PARAMETERS)
        handle = call.request.match_info["username"]
        return answer(
            self._users(call, [handle], "username", self._world.user_by_handle, many=False)
        )

    def _posts(self, selection: Selection, ids: list[int], parameter: str, *, many: bool) -> JSON:
        making = Answer(self._world, self._ledger, selection)
        found: dict[int, Post] = {}
        for post_id in ids:
            post = self._world.find(post_id)
            if post is None or post.deleted_at:
                making.add_error(
                    problems.missing(
                        selection.dialect, selection.dialect.noun, parameter, str(post_id)
                    )
                )
            elif not self._world.is_public(post):
                making.add_error(
                    problems.not_authorised(
                        selection.dialect,
                        selection.dialect.noun,
                        parameter,
                        str(post_id),
                        section="data",
                    )
                )
            else:
                newest = self._world.newest(post)
                found[newest.id] = newest
        return _finished(making, making.posts(found.values()), many=many)

    def _users(
        self,
        call: Call,
        values: Sequence[str],
        parameter: str,
        find: Callable[[str], User | None],
        *,
        many: bool,
    ) -> JSON:
        selection = select(call.parameters)
        making = Answer(self._world, self._ledger, selection)
        found: dict[int, User] = {}
        for value in values:
            user = find(value)
            if user is None:
                making.add_error(problems.missing(selection.dialect, "user", parameter, value))
            elif user.suspended_at:
                making.add_error(problems.suspended(selection.dialect, parameter, value))
            else:
                found[user.id] = user
        return _finished(making, making.users(found.values()), many=many)


def _finished(making: Answer, objects: list[JSON], *, many: bool) -> JSON:
    if many:
        return making.finish(objects)
    return making.finish(objects[0] if objects else None)
