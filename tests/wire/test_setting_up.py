"""`tweetup init`: what is typed is tried, kept, and found again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.config import ConfigError
from bot.errors import UserError
from bot.sandbox.x_api import Fault
from bot.texts import text
from tests.discord_api import TOKEN
from tests.wire.stage import Stage
from tests.wire.typing_in import Terminal

WRONG = "wrong-token"
# The channel, looked at once; the zone.
REST = ("1", "1", "")


@pytest.fixture
def terminal(
    empty_stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, logging_put_back: None
) -> Terminal:
    return Terminal(empty_stage, monkeypatch, tmp_path)


async def test_from_nothing_to_a_bot_that_says_hello_where_it_was_told(terminal: Terminal) -> None:
    stage = terminal.stage
    kept = terminal.settings + "# mine\n[log]\nlevel = 'error'\n"
    terminal.settings = kept
    second = await stage.remote.do("add_channel", guild_id=stage.guild_id, name="welcome")
    discord = ("", "Bot abc", f'"{TOKEN}"', WRONG, TOKEN)
    answers = (*discord, WRONG, stage.x.token, "7", " ", "2", "New Yrok", "\r")
    ended = await terminal.type("init", *answers)
    assert ended.code == 0, ended.said
    assert WRONG not in ended.said
    assert ended.said.count("That is no token") == 2
    for words in (
        "There is no going on without it.",
        "a quotation mark or another unusual sign in it",
        "✗ Discord does not accept that token. It is the one that stands under Bot,",
        "✓ Discord takes it: it is tweetup’s.",
        "✗ X does not accept that token.",
        "✓ X takes the token and lets it search.",
        "Please type a number from 0 to 1.",
        "✓ It will say hello in #welcome",
        "✗ I do not know the time zone “New Yrok”.",
        "✓ America/New_York, kept in config.toml.",
        "Start the bot with `tweetup run`",
    ):
        assert words in ended.said
    assert terminal.env_is_private
    settings = terminal.settings
    assert settings.startswith(kept)
    assert tomllib.loads(settings)["events"] == {"time_zone": "America/New_York"}

    await stage.start()
    await stage.settle()
    (hello,) = await stage.remote.messages(second["id"])
    assert hello["content"].startswith("**Hello, I’m Tweetup.**")
    assert await stage.remote.messages(stage.channel_id) == []
    # It has said hello: choosing again changes nothing.
    again = await terminal.type("init", "", "", *REST)
    assert again.code == 0
    assert "There is a token already, and Discord takes it: it is tweetup’s." in again.said
    assert "Time zone [America/New_York]" in again.said
    assert tomllib.loads(terminal.settings) == tomllib.loads(settings)
    await stage.settle()
    assert await stage.remote.messages(stage.channel_id) == []


async def test_what_was_typed_before_it_was_stopped_is_kept(terminal: Terminal) -> None:
    terminal.env = "# mine\nOTHER=1"
    stopped = await terminal.type("init", TOKEN)
    assert stopped.code == 1
    assert "Stopped. What you saw a ✓ for is kept" in stopped.said
    assert terminal.env == f"# mine\nOTHER=1\nTWEETUP_DISCORD_TOKEN='{TOKEN}'\n"
    assert terminal.env_is_private
    # No account at X yet; the channel lacks what the bot needs, which is mended meanwhile, or not.
    stage = terminal.stage
    await stage.remote.do("add_channel", guild_id=stage.guild_id, name="walled")
    world = await stage.remote.do("world")
    walled = world["guilds"][0]["channels"][-1]["id"]
    closed = {"role_id": stage.guild_id, "allows": [], "denies": ["embed_links"]}
    await stage.remote.do("overwrite", channel_id=walled, **closed)
    await stage.remote.do("overwrite", channel_id=walled, **closed | {"role_id": stage.bot_role_id})
    ended = await terminal.type("init", "", "", "1", "2", "y", "2", "n", "")
    assert ended.code == 0, ended.said
    assert "Left for later." in ended.said
    assert "2. #walled (lacks Embed Links)" in ended.said
    assert ended.said.count("In #walled the bot lacks Embed Links.") == 2
    assert "X_BEARER" not in terminal.env


async def test_without_a_server_it_gives_the_link_and_waits(terminal: Terminal) -> None:
    stage = terminal.stage
    await stage.remote.do("leave", guild_id=stage.guild_id, user_id=stage.bot_id)
    terminal.secrets()
    ended = await terminal.type("init", "", "", "")
    assert ended.code == 1
    link = "https://discord.com/oauth2/authorize?client_id="
    assert link in ended.said
    assert "permissions=17987323153408" in ended.said
    assert ended.said.count("Press Enter once it is in your server") == 2
    assert ended.said.count("✗ The bot is in no server yet.") == 1


async def test_an_account_without_money_keeps_its_token(terminal: Terminal) -> None:
    terminal.stage.x.faults.add("search", Fault.credits_depleted())
    terminal.stage.x.faults.add("search", Fault.server_error(), times=2)
    stopped = await terminal.type("init", TOKEN, terminal.stage.x.token)
    assert "✗ The X account is out of credits." in stopped.said
    assert "The token itself is good." in stopped.said
    assert f"TWEETUP_X_BEARER_TOKEN='{terminal.stage.x.token}'" in terminal.env
    terminal.secrets(X_BEARER_TOKEN="")
    ended = await terminal.type("init", "", terminal.stage.x.token, "ok", "n", "", *REST)
    assert ended.code == 0, ended.said
    assert "✗ Please type y for yes or n for no." in ended.said
    assert "✗ X gives no answer just now: HTTP 500" in ended.said
    assert "X_BEARER" not in terminal.env


async def test_what_the_environment_sets_is_not_asked_for(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWEETUP_DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("TWEETUP_X_BEARER_TOKEN", terminal.stage.x.token)
    ended = await terminal.type("init", *REST)
    assert ended.code == 0, ended.said
    assert ended.said.count("which wins over .env") == 2
    assert terminal.env == ""


async def test_what_it_cannot_mend_is_told_before_anything_is_asked(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal.settings += "log.levle = 'info'\n"
    with pytest.raises(ConfigError) as wrong:
        await terminal.type("init")
    # That there is no token yet is what the wizard is for.
    assert [each.key for each in wrong.value.mistakes] == ["log.levle"]
    # What stands in the environment would win over what is typed.
    monkeypatch.setenv("TWEETUP_DISCORD_TOKEN", "Bot abc")
    with pytest.raises(ConfigError) as wrong:
        await terminal.type("init")
    assert {each.key for each in wrong.value.mistakes} == {"log.levle", "TWEETUP_DISCORD_TOKEN"}
    monkeypatch.setenv("TWEETUP_CONFIG", str(terminal.where / "nowhere" / "config.toml"))
    with pytest.raises(UserError) as error:
        await terminal.type("init")
    assert text(f"error.{error.value.key}", **error.value.params).startswith("I cannot write ")
