"""GET /2/tweets/counts/recent: how many posts match a query, by the day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, timedelta
from itertools import count

from aiohttp import web

from bot.sandbox.x_api.call import Call, answer
from bot.sandbox.x_api.ledger import Ledger
from bot.sandbox.x_api.problems import invalid
from bot.sandbox.x_api.search import Search

_PARAMETERS = ("query", "start_time", "end_time", "since_id", "until_id", "granularity")


class Counts:
    """X bills the question, not the posts; here days are all it is asked for."""

    def __init__(self, search: Search, ledger: Ledger) -> None:
        self._search = search
        self._ledger = ledger
        self._asked = count(1)

    async def recent(self, call: Call) -> web.StreamResponse:
        call.allow(*_PARAMETERS)
        granularity = call.parameters.get("granularity", "hour")
        if granularity != "day":
            raise invalid("granularity", [granularity], "Only [day] is kept here")
        found = self._search.matching(call)
        self._ledger.charge("count", [next(self._asked)])
        days = Counter(post.created_at.astimezone(UTC).date() for post in found)
        data = [
            {"start": _midnight(day), "end": _midnight(day + timedelta(days=1)), "tweet_count": n}
            for day, n in sorted(days.items())
        ]
        return answer({"data": data, "meta": {"total_tweet_count": len(found)}})


def _midnight(day: date) -> str:
    return f"{day}T00:00:00.000Z"
