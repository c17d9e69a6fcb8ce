"""`/tweetup`: one group, its commands in files by what they are about.

It is full: Discord takes 25 in a group. What is new stands for itself, as `/forecast` does.
"""

from __future__ import annotations

from typing import Any

from discord import app_commands

from cogs.tweetup import create
from cogs.tweetup_again import archive, duplicate, unarchive
from cogs.tweetup_answers import show_answers
from cogs.tweetup_change import cancel, edit, postpone
from cogs.tweetup_doctor import doctor
from cogs.tweetup_introduce import introduce
from cogs.tweetup_list import list_tweetups, show
from cogs.tweetup_momentum import show_momentum
from cogs.tweetup_network import show_network
from cogs.tweetup_no_shows import no_shows
from cogs.tweetup_organisers import organisers_group
from cogs.tweetup_questions import show_questions
from cogs.tweetup_reminders import reminders
from cogs.tweetup_repeat import repeat, series_group
from cogs.tweetup_report import show_report
from cogs.tweetup_rsvp import rsvp, show_requests
from cogs.tweetup_vouch import release, vouch
from cogs.wording import named

Command = app_commands.Command[Any, ..., Any]


def tweetup_group() -> app_commands.Group:
    """Shown to everybody: who may do what is checked in `cogs.permissions`."""
    group = app_commands.Group(**named("tweetup"), guild_only=True)
    commands: tuple[Command | app_commands.Group, ...] = (
        *(create, edit, postpone, cancel, duplicate, archive, unarchive, list_tweetups, show),
        *(rsvp, show_requests, show_questions, show_answers, reminders, no_shows, repeat),
        *(vouch, release, show_network, show_momentum, introduce, show_report, doctor),
        organisers_group(),
        series_group(),
    )
    for command in commands:
        group.add_command(command)
    return group
