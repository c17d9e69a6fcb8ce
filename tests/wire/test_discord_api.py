"""The stand-in keeps Discord's rules, where the bot relies on them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.clock import ManualClock
from tests.discord_api import TOKEN, DiscordServer, Remote

BOT = ["view_channel", "send_messages", "read_message_history", "create_private_threads"]


@dataclass
class Api:
    """The bot's side, without a bot."""

    remote: Remote
    session: aiohttp.ClientSession
    guild: dict[str, int]
    channel: int
    clock: ManualClock

    async def ask(
        self, method: str, path: str, body: object = None, **query: str
    ) -> tuple[int, Any]:
        """The status, and the answer; of a refusal its code."""
        url = f"{self.remote.url}/api/v10{path}"
        headers = {"Authorization": f"Bot {TOKEN}", "User-Agent": "DiscordBot (test, 1)"}
        async with self.session.request(
            method, url, json=body, params=query, headers=headers
        ) as response:
            told: Any = await response.json() if response.status != 204 else None
        return response.status, told if response.status < 400 else told["code"]

    async def send(self, content: str, **more: object) -> tuple[int, Any]:
        return await self.ask("POST", f"{self.messages}", {"content": content, **more})

    @property
    def messages(self) -> str:
        return f"/channels/{self.channel}/messages"

    async def pass_time(self, **time: float) -> None:
        self.clock.move(**time)
        await self.remote.do("set_time", now=self.clock.now().isoformat())

    async def allow(self, *names: str) -> None:
        await self.remote.do(
            "allow",
            guild_id=self.guild["id"],
            role_id=self.guild["bot_role_id"],
            allows=names,
        )


@pytest.fixture
async def api() -> AsyncIterator[Api]:
    async with DiscordServer() as server, Remote(server.url) as remote:
        clock = ManualClock()
        await remote.do("set_time", now=clock.now().isoformat())
        guild = await remote.do("add_guild", name="HR", bot=BOT, everyone=["view_channel"])
        channel = await remote.do("add_channel", guild_id=guild["id"], name="tweetup")
        async with aiohttp.ClientSession() as session:
            yield Api(remote, session, guild, channel["id"], clock)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "9876543210"),
        ({"limit": "3"}, "987"),
        ({"limit": "3", "before": "5"}, "432"),
        ({"limit": "3", "after": "5"}, "876"),
        ({"limit": "3", "around": "5"}, "654"),
    ],
)
async def test_history(api: Api, query: dict[str, str], expected: str) -> None:
    ids = [(await api.send(str(number)))[1]["id"] for number in range(10)]
    wanted = {name: value if name == "limit" else ids[5] for name, value in query.items()}
    _, found = await api.ask("GET", api.messages, **wanted)
    assert "".join(message["content"] for message in found) == expected
    assert all("nonce" not in message for message in found)


async def test_a_nonce_is_known_for_some_minutes_and_in_its_channel(api: Api) -> None:
    once = {"nonce": "7", "enforce_nonce": True}
    _, first = await api.send("Hello", **once)
    await api.pass_time(minutes=4)
    _, again = await api.send("Hello again", **once)
    assert (again["id"], again["content"], again["nonce"]) == (first["id"], "Hello", "7")
    _, unforced = await api.send("Hello", nonce="7")
    await api.pass_time(minutes=10)
    _, later = await api.send("Hello", **once)
    assert len({first["id"], unforced["id"], later["id"]}) == 3


async def test_what_was_deleted_is_not_made_anew_while_its_nonce_is_known(api: Api) -> None:
    once = {"nonce": "7", "enforce_nonce": True}
    _, first = await api.send("Hello", **once)
    await api.ask("DELETE", f"{api.messages}/{first['id']}")
    assert await api.send("Hello", **once) == (404, 10008)
    await api.pass_time(minutes=10)
    assert (await api.send("Hello", **once))[0] == 200


async def test_what_the_bot_may_not_do_is_refused(api: Api) -> None:
    assert await api.ask("GET", "/channels/1/messages") == (404, 10003)
    assert await api.ask("DELETE", f"{api.messages}/1") == (404, 10008)
    assert await api.send("Hello", embeds=[{"title": "Card"}]) == (403, 50013)
    assert await api.send("") == (400, 50006)
    await api.send("Hello")
    await api.allow("view_channel")
    assert await api.send("Hello") == (403, 50013)
    assert await api.ask("GET", api.messages) == (200, [])
    assert await api.ask("POST", f"/channels/{api.channel}/threads", {"name": "x"}) == (403, 50013)
    await api.remote.do(
        "overwrite",
        channel_id=api.channel,
        role_id=api.guild["id"],
        allows=[],
        denies=["view_channel"],
    )
    assert await api.ask("GET", api.messages) == (403, 50001)


async def test_direct_messages_can_be_closed(api: Api) -> None:
    ada = await api.remote.do("add_member", guild_id=api.guild["id"], name="ada", role_ids=[])
    _, channel = await api.ask("POST", "/users/@me/channels", {"recipient_id": str(ada["id"])})
    path, hello = f"/channels/{channel['id']}/messages", {"content": "Hello"}
    assert (await api.ask("POST", path, hello))[0] == 200
    await api.remote.do("take_messages", user_id=ada["id"], does=False)
    assert await api.ask("POST", path, hello) == (403, 50007)
    await api.remote.do("take_messages", user_id=ada["id"], does=True)
    await api.remote.do("leave", guild_id=api.guild["id"], user_id=ada["id"])
    assert await api.ask("POST", path, hello) == (403, 50278)


async def test_roles_above_its_own_are_not_the_bot_s_to_give(api: Api) -> None:
    await api.allow(*BOT, "manage_roles")
    ada = await api.remote.do("add_member", guild_id=api.guild["id"], name="ada", role_ids=[])
    added = await api.remote.do("add_role", guild_id=api.guild["id"], name="Going", allows=[])
    member = f"/guilds/{api.guild['id']}/members/{ada['id']}"
    assert await api.ask("PUT", f"{member}/roles/{added['id']}") == (204, None)
    assert (await api.ask("GET", member))[1]["roles"] == [str(added["id"])]
    assert await api.ask("PUT", f"{member}/roles/{api.guild['bot_role_id']}") == (403, 50013)
    await api.remote.do("delete_role", guild_id=api.guild["id"], role_id=added["id"])
    assert await api.ask("PUT", f"{member}/roles/{added['id']}") == (404, 10011)
    assert (await api.ask("GET", member))[1]["roles"] == []


async def test_an_interaction_is_answered_once_and_soon(api: Api) -> None:
    app = await application(api)
    path = f"/applications/{app}/commands"
    await api.ask("PUT", path, [{"name": "me", "description": "About me"}])
    ada = await api.remote.do("add_member", guild_id=api.guild["id"], name="ada", role_ids=[])
    command = {"user_id": ada["id"], "channel_id": api.channel, "name": "me", "options": {}}

    async def begin() -> tuple[str, str]:
        begun = await api.remote.do("command", **command)
        seen = await api.remote.do("seen", interaction_id=begun["id"])
        assert not seen["is_done"]
        token = seen["token"]
        return f"/interactions/{begun['id']}/{token}/callback", f"/webhooks/{app}/{token}"

    deferred, content = {"type": 5, "data": {"flags": 64}}, {"content": "You are Ada"}
    callback, webhook = await begin()
    assert await api.ask("POST", f"{callback[:-12]}x/callback", deferred) == (404, 10062)
    assert await api.ask("POST", callback, deferred) == (204, None)
    assert await api.ask("POST", callback, deferred) == (400, 40060)
    assert (await api.ask("PATCH", f"{webhook}/messages/@original", content))[0] == 200
    await api.pass_time(minutes=16)
    late = await api.ask("PATCH", f"{webhook}/messages/@original", content)
    assert late == (401, 50027)
    callback, _ = await begin()
    await api.pass_time(seconds=4)
    assert await api.ask("POST", callback, deferred) == (404, 10062)
    assert (await api.ask("GET", api.messages))[1] == [], "only Ada sees what she was told"


async def test_what_is_not_served_is_noticed(api: Api) -> None:
    assert await api.ask("GET", "/guilds/1/bans") == (404, 0)
    (call,) = await api.remote.calls()
    assert (call["path"], call["route"]) == ("/guilds/1/bans", None)


async def test_a_world_of_thousands_of_messages_is_quick(api: Api) -> None:
    member = await api.remote.do("add_member", guild_id=api.guild["id"], name="ada", role_ids=[])
    contents = [str(number) for number in range(5_000)]
    await api.remote.do("say", channel_id=api.channel, user_id=member["id"], contents=contents)
    _, found = await api.ask("GET", api.messages, limit="100")
    assert [message["content"] for message in found] == contents[:-101:-1]


async def application(api: Api) -> str:
    _, told = await api.ask("GET", "/oauth2/applications/@me")
    return str(told["id"])


async def test_a_shard_hears_of_its_own_guilds_and_the_first_one_of_what_is_in_none(
    api: Api,
) -> None:
    do = api.remote.do
    there = {"bot": BOT, "everyone": [], "shards": 3}
    own = await do("add_guild", name="York", **there, shard=0)
    other = await do("add_guild", name="Hull", **there, shard=1)
    await do("start_every", seconds=0.05)
    async with api.session.ws_connect(f"{api.remote.url}/gateway/") as line:
        await line.receive_json()
        identify = {"token": TOKEN, "intents": 1, "shard": [0, 3]}
        await line.send_json({"op": 2, "d": identify})
        ready = (await line.receive_json())["d"]
        told = [int(each["id"]) for each in ready["guilds"]]
        assert own["id"] in told
        assert other["id"] not in told
        assert ready["shard"] == [0, 3]
        for _ in told:
            assert (await line.receive_json())["t"] == "GUILD_CREATE"
        # Another may begin no sooner than that.
        async with api.session.ws_connect(f"{api.remote.url}/gateway/") as soon:
            await soon.receive_json()
            await soon.send_json({"op": 2, "d": identify | {"shard": [1, 3]}})
            assert (await soon.receive_json())["op"] == 9
        async with api.session.ws_connect(f"{api.remote.url}/gateway/") as wrong:
            await wrong.receive_json()
            await wrong.send_json({"op": 2, "d": identify | {"shard": [3, 3]}})
            await wrong.receive()
            assert wrong.close_code == 4010
        for guild in (other, own):
            await do("add_channel", guild_id=guild["id"], name="hall")
        heard = await line.receive_json()
        assert (heard["t"], int(heard["d"]["guild_id"])) == ("CHANNEL_CREATE", own["id"])
    _, asked = await api.ask("GET", "/gateway/bot")
    assert (asked["shards"], asked["session_start_limit"]["remaining"]) == (1, 999)
    assert (await do("connections"))["too_soon"] == 1
