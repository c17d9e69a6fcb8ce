"""Helpers for tests of the stream: what X was asked, and time as it goes by on a connection."""

from __future__ import annotations

from bot.sandbox.x_api import Post, XSandbox
from bot.x.client import XClient
from tests.clock import ManualClock
from tests.x.conftest import Story, eventually, paths


def connects(sandbox: XSandbox) -> int:
    return len(paths(sandbox, "/search/stream"))


def searches(sandbox: XSandbox) -> int:
    return len(paths(sandbox, "/recent"))


async def rules(client: XClient) -> dict[str, str]:
    return {rule.value: rule.tag for rule in await client.rules()}


async def connected(sandbox: XSandbox) -> None:
    await eventually(sandbox.stream.connected.is_set)


async def pass_time(clock: ManualClock, sandbox: XSandbox, *, seconds: float) -> None:
    """Let time go by as on a healthy connection, with a sign of life every ten seconds."""
    left = seconds
    while left > 0:
        step = min(left, 10)
        clock.move(seconds=step)
        left -= step
        if sandbox.stream.connected.is_set():
            sandbox.stream.keep_alive()
        await settled(sandbox)


async def settled(sandbox: XSandbox) -> None:
    """Wait until nothing more is asked of X."""
    quiet = 0
    before = len(sandbox.requests)

    def nothing_more() -> bool:
        nonlocal quiet, before
        quiet = quiet + 1 if len(sandbox.requests) == before else 0
        before = len(sandbox.requests)
        return quiet > 15

    await eventually(nothing_more)


def the_post(story: Story, post_id: int) -> Post:
    return next(post for post in story.world.newest_first(0, 2**63) if post.id == post_id)
