"""GET /2/usage/tweets: how many posts were read. It counts posts, not money."""

from __future__ import annotations

import calendar
from datetime import UTC, timedelta

from aiohttp import web

from bot.sandbox.x_api.call import Call, answer
from bot.sandbox.x_api.ledger import Ledger

PROJECT_CAP = 3_000_000
_PROJECT = "1834567890123456789"
_APP = "29876543"
_DEFAULT_FIELDS = "project_cap,project_id,project_usage"


class Usage:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def tweets(self, call: Call) -> web.StreamResponse:
        call.allow("days", "usage.fields")
        days = call.number("days", 1, 90, default=7)
        today = call.now.astimezone(UTC).date()
        read = self._ledger.posts_by_day()
        daily = [
            {"date": f"{day.isoformat()}T00:00:00.000Z", "usage": str(read[day])}
            for day in sorted(read)
            if today - timedelta(days=days) < day
        ]
        this_month = sum(
            count
            for day, count in read.items()
            if (day.year, day.month) == (today.year, today.month)
        )
        values = {
            "cap_reset_day": calendar.monthrange(today.year, today.month)[1] - today.day + 1,
            "project_cap": str(PROJECT_CAP),
            "project_id": _PROJECT,
            "project_usage": str(this_month),
            "daily_project_usage": {"project_id": _PROJECT, "usage": daily},
            "daily_client_app_usage": [
                {"client_app_id": _APP, "usage": daily, "usage_result_count": len(daily)}
            ],
        }
        wanted = call.parameters.get("usage.fields", _DEFAULT_FIELDS).split(",")
        return answer({"data": {name: values[name] for name in values if name in wanted}})
