"""The `tweetup` command: reads what is asked, calls what does it, says what failed."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
from datetime import date
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import structlog
import typer
from sqlalchemy import make_url

from bot import logs
from bot.config import Config, ConfigError, config_path, database_url, load, load_database
from bot.errors import Replaced, TweetupError, UserError
from bot.texts import speak, text

FAILED = 1
MISUSED = 2  # what the shell, Typer and every mistake in the settings agree on
REPLACED = 3  # not to be begun again: another process does what this one did

# Where a terminal's language stands, in the order in which gettext looks.
_LANGUAGE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # a mistake is told in a line, not in a box that breaks it in two
    help="A Discord bot that turns a hashtag on X into a meeting of people who know each other.",
)

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="The settings; otherwise $TWEETUP_CONFIG or ./config.toml."
    ),
]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tweetup {version('tweetup')}")
        raise typer.Exit


def _database_url(text: str | None) -> str | None:
    if not text:
        return None
    try:
        url = database_url(text)
    except ValueError:
        # Only the scheme is ever repeated: the rest may hold a password.
        raise UserError("database.url", found=text.partition(":")[0]) from None
    if make_url(url).password:
        raise UserError("database.password")
    return url


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("replay.day", found=text) from None


DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="URL", callback=_database_url, help="The database; otherwise the settings'."
    ),
]


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None: ...


@app.command()
def run(config: ConfigOption = None) -> None:
    """Run the bot until it is stopped."""
    settings = load(config, env=os.environ)
    logs.setup(settings.log.level, settings.log.format, settings.secret_values())
    # What is loaded now stays. Python would look through it for garbage again and again meanwhile,
    # which is a tenth of what a start takes.
    gc.disable()
    from bot.app import run as run_bot

    gc.freeze()
    gc.enable()
    try:
        code = asyncio.run(run_bot(settings))
    except TweetupError:
        raise
    except Exception:  # noqa: BLE001 - the log blots secrets out of a traceback, Python does not
        structlog.get_logger("bot").exception("the bot stopped")
        code = FAILED
    raise typer.Exit(code)


@app.command()
def init(config: ConfigOption = None) -> None:
    """Set the bot up, a question at a time; what is there is kept."""
    logs.setup("error", "console", [])
    _speak_as_the_terminal()
    from bot.app import SystemClock
    from bot.wizard import main as lead

    raise typer.Exit(lead(config, os.environ, SystemClock()))


@app.command("check-config")
def check_config(config: ConfigOption = None) -> None:
    """Show the settings in force, or all that is wrong with them."""
    settings = load(config, env=os.environ)
    file = config_path(config, os.environ) or "none, so the defaults hold"
    typer.echo(f"The settings are in order. File: {file}")
    for key, value in _in_force(settings):
        typer.echo(f"  {key} = {value}")


@app.command()
def doctor(config: ConfigOption = None) -> None:
    """Look for all that can be wrong, and say how to mend it."""
    settings = load(config, env=os.environ)
    logs.setup("error", "console", settings.secret_values())
    _speak_as_the_terminal()
    from bot.app import SystemClock
    from bot.doctor import main as look

    raise typer.Exit(look(settings, SystemClock()))


@app.command()
def demo(
    headless: Annotated[
        bool, typer.Option("--headless", help="No page and no waiting: play, check, sum up.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, metavar="PORT", help="The page's; otherwise a free one."),
    ] = None,
) -> None:
    """Play an invented tweetup with the real bot, no account."""
    try:
        from bot.demo import main as play
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        raise UserError("demo.missing") from error
    raise typer.Exit(play(headless=headless, port=port))


FileArgument = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="X's answers, one JSON object a line; gzip will do."),
]
HashtagOption = Annotated[str, typer.Option(metavar="TAG", help="The event's hashtag.")]
StartOption = Annotated[
    date, typer.Option(parser=_day, metavar="YYYY-MM-DD", help="The event's first day.")
]
EndOption = Annotated[
    date, typer.Option(parser=_day, metavar="YYYY-MM-DD", help="Its last day, inclusive.")
]
ZoneOption = Annotated[
    str, typer.Option(metavar="ZONE", help="The event's time zone, such as Europe/London.")
]


@app.command()
def replay(
    file: FileArgument,
    hashtag: HashtagOption,
    start: StartOption,
    end: EndOption,
    tz: ZoneOption,
    db: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            callback=_database_url,
            help="Database to keep, with what was said beside it; otherwise nothing is kept.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="End with one JSON object on stdout.")
    ] = False,
) -> None:
    """Run an archive through the bot on a simulated clock."""
    from bot.replay import main as play

    raise typer.Exit(play(file, hashtag, start, end, tz, db, as_json))


@app.command()
def evaluate(
    file: FileArgument,
    hashtag: HashtagOption,
    start: StartOption,
    end: EndOption,
    tz: ZoneOption,
    reposts: Annotated[
        bool,
        typer.Option(
            "--reposts/--no-reposts", help="Whether reposts before the event count as ties."
        ),
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Ask of an archive: did those introduced talk at the event?"""
    from bot.evaluate import main as ask

    raise typer.Exit(ask(file, hashtag, start, end, tz, reposts=reposts, as_json=as_json))


@app.command()
def classify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An archive, or a JSON object with a text in each line."
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line instead of sentences.")
    ] = False,
) -> None:
    """Tell talk from job ads, promotions and copies, and say why."""
    from bot.classify import main as tell

    raise typer.Exit(tell(file, as_json))


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="From twarc2 (X's answers, one a line) or TAGS (a .csv export)."
        ),
    ],
    event: Annotated[
        str | None,
        typer.Option(metavar="EVENT", help="Whose history it joins: an id or a part of the name."),
    ] = None,
    hashtag: Annotated[
        str | None, typer.Option(metavar="TAG", help="Instead: every tweetup with that hashtag.")
    ] = None,
    config: ConfigOption = None,
    db: DatabaseOption = None,
) -> None:
    """Add an archive to a tweetup's history, without mirroring it."""
    _speak_as_the_terminal()
    from bot.transfer import import_archive

    raise typer.Exit(import_archive(file, event, hashtag, _database(config, db)))


@app.command()
def export(
    event: Annotated[
        str, typer.Argument(metavar="EVENT", help="A tweetup's id, or a part of its name.")
    ],
    as_jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help="All that is stored, for yourself: only ids may go to others."
        ),
    ] = False,
    config: ConfigOption = None,
    db: DatabaseOption = None,
) -> None:
    """Write the ids of a tweetup's posts, one a line."""
    from bot.transfer import export_posts

    raise typer.Exit(export_posts(event, _database(config, db), as_jsonl=as_jsonl))


FileToKeep = Annotated[
    Path, typer.Argument(metavar="FILE", help="A new file, for its owner alone.", dir_okay=False)
]
KeptFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="What `tweetup backup` wrote.", exists=True, dir_okay=False
    ),
]


@app.command()
def backup(file: FileToKeep, config: ConfigOption = None, db: DatabaseOption = None) -> None:
    """Copy the database into one file, also while the bot runs."""
    _speak_as_the_terminal()
    from bot.upkeep import backup as save

    raise typer.Exit(save(file, _database(config, db)))


@app.command()
def restore(file: KeptFile, config: ConfigOption = None, db: DatabaseOption = None) -> None:
    """Put a backup in the place of the database, which is kept."""
    _speak_as_the_terminal()
    from bot.upkeep import restore as put_back

    raise typer.Exit(put_back(file, _database(config, db)))


schema = typer.Typer(no_args_is_help=True, help="The database's revision.")
app.add_typer(schema, name="db")


@schema.command()
def status(config: ConfigOption = None, db: DatabaseOption = None) -> None:
    """Say whether it fits this program; exit code 1 if not."""
    _speak_as_the_terminal()
    from bot.upkeep import status as say

    raise typer.Exit(say(_database(config, db)))


@schema.command()
def upgrade(config: ConfigOption = None, db: DatabaseOption = None) -> None:
    """Bring it up to date, as `tweetup run` does first."""
    _speak_as_the_terminal()
    from bot.upkeep import upgrade as bring_up

    raise typer.Exit(bring_up(_database(config, db)))


def _database(config: Path | None, db: str | None) -> str:
    """The database that was named, otherwise the bot's own."""
    return db or load_database(config, env=os.environ).url


def _speak_as_the_terminal() -> None:
    """In its language, and with a question mark for every sign it does not have."""
    said = next(filter(None, map(os.environ.get, _LANGUAGE)), "")
    # As in "de_AT.UTF-8@euro", or "de:en".
    speak(re.split("[:.@]", said)[0])
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def main() -> None:
    """The command's entry: what somebody has to put right is one message and an exit code."""
    try:
        app(prog_name="tweetup")
    except ConfigError as error:
        typer.echo(error, err=True)
        sys.exit(MISUSED)
    except TweetupError as error:
        _speak_as_the_terminal()
        typer.echo(text(f"error.{error.key}", **error.params), err=True)
        sys.exit(REPLACED if isinstance(error, Replaced) else MISUSED)


def _in_force(config: Config) -> list[tuple[str, str]]:
    shown = {
        ("database", "url"): config.database.shown_url,
        ("x", "prices"): config.x.shown_prices,
        ("web", "public_url"): config.web.public_url or "none: no pages",
        ("monitoring", "listen"): config.monitoring.listen or "nowhere",
        ("growth", "process"): config.growth.process or "none: the machine's name alone",
    }
    return [
        (f"{section}.{key}", str(shown.get((section, key), value)))
        for section, values in config.model_dump(exclude={"secrets"}).items()
        for key, value in values.items()
    ] + [(f"secrets.{key}", "set" if value else "none") for key, value in config.secrets]
