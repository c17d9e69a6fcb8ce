"""Where each text of the catalogue is read: by whom, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """`keys` are beginnings of the keys that belong here; of two that fit, the longer counts."""

    title: str
    read_by: str
    keys: tuple[str, ...]


PARTS: dict[str, tuple[Section, ...]] = {
    "For everybody, in a channel": (
        Section(
            "The first hello",
            "Everybody who sees the channel, once, when the bot joins the server.",
            ("arrival",),
        ),
        Section(
            "The card of a tweetup",
            "Everybody who sees the channel, for as long as the tweetup is on.",
            ("card", "rsvp.button", "calendar.button", "scheduled_event"),
        ),
        Section(
            "Posts from X",
            "Everybody who sees the channel, with each post.",
            (
                *("feed.author", "feed.footer", "feed.open", "feed.rest", "feed.parent"),
                *("feed.context", "feed.continues", "feed.follows", "feed.quoted", "feed.edited"),
                *("feed.reposts", "feed.likes", "feed.poll", "feed.gif", "feed.video"),
                *("feed.sensitive", "feed.alt_text"),
            ),
        ),
        Section(
            "What was folded away",
            "Everybody who sees the channel, once a day; the list itself whoever taps.",
            ("digest.note", "digest.kind", "digest.button"),
        ),
        Section(
            "Reminders in the channel",
            "Everybody who sees it; whoever chose a ping is pinged.",
            (
                *("reminder.channel", "reminder.going", "reminder.pinged"),
                *("reminder.still_coming_channel", "questions.channel", "still.button"),
            ),
        ),
        Section(
            "News of a change",
            "Everybody who sees the channel, and by message whoever comes and agreed to messages.",
            ("change.news", "change.ask", "change.line", "change.new_time", "change.no_"),
        ),
        Section(
            "A tweet chat",
            "Everybody who sees the channel and the threads, while the chat lasts.",
            (
                *("chat.question", "chat.thread", "chat.end", "chat.fared", "chat.no_answers"),
                *("chat.skipped", "chat.answers", "chat.people", "chat.button.answer"),
                "chat.button.recap",
            ),
        ),
        Section(
            "A call for one member",
            "That member, pinged in the channel because a message could not or should not reach "
            "them; it does not say what it is about.",
            (
                *("promotion.call", "notice.dm_", "notice.report_closed", "notice.show"),
                "notice.dismiss",
            ),
        ),
    ),
    "For whoever comes": (
        Section(
            "Help",
            "Whoever types `/help`; the last lines organisers.",
            ("help",),
        ),
        Section(
            "An answer, and how one stands",
            "Whoever taps *Going*, *Maybe*, *Can’t make it* or *My RSVP*, alone.",
            ("rsvp", "offer", "still"),
        ),
        Section(
            "The organisers’ questions, as they are asked",
            "Whoever is coming, alone.",
            (
                *("questions.tap", "questions.button", "questions.needed", "questions.welcome"),
                *("questions.none_left", "questions.number"),
            ),
        ),
        Section(
            "The consents, and the choices",
            "Whoever answered *Going* for the first time, or typed `/me show`, alone.",
            ("consent", "choices"),
        ),
        Section(
            "Reminders and news by message",
            "Whoever comes or waits, and chose messages.",
            ("reminder", "promotion", "change.ask_direct"),
        ),
        Section(
            "Introductions",
            "The two or three who are introduced, in their thread or by message.",
            ("introduction", "in_common"),
        ),
        Section(
            "Questions to begin with",
            "The same; one of them for each introduction.",
            ("introduction.question",),
        ),
        Section(
            "Posts to answer",
            "Whoever a round found nobody for, by message, or typed `/me posts`, alone.",
            ("starters",),
        ),
        Section(
            "The X account",
            "Whoever typed `/link` or `/unlink`, alone, and by message what came of it.",
            ("link", "notice.link"),
        ),
        Section(
            "The pages of a list",
            "Whoever reads a list that is too long for one page, alone.",
            ("page",),
        ),
        Section("Whom to follow", "Whoever typed `/people`, alone.", ("people",)),
        Section(
            "One’s own account, looked at",
            "Whoever typed `/scorecard`, alone.",
            ("scorecard",),
        ),
        Section(
            "Who talked to whom",
            "Whoever typed `/tweetup network`, alone; and the channel, where organisers show it.",
            ("network",),
        ),
        Section("In the calendar", "Whoever taps *Add to calendar*, alone.", ("calendar",)),
        Section(
            "At the door",
            "Whoever types `/checkin`, alone; the page behind the QR code whoever opens it.",
            ("checkin", "web"),
        ),
        Section("Catching up with a chat", "Whoever taps *Catch up*, alone.", ("chat.recap",)),
        Section(
            "What the bot knows of somebody",
            "Whoever types `/me show`, `/me export`, `/me forget` or `/me block`, alone.",
            ("me", "block"),
        ),
    ),
    "For organisers": (
        Section(
            "Setting up a tweetup",
            "Whoever typed `/tweetup create` or `duplicate`, alone.",
            ("draft", "tweetup"),
        ),
        Section(
            "Looking at tweetups",
            "Whoever typed `/tweetup list` or `show`, alone.",
            ("overview", "turnout", "organisers"),
        ),
        Section(
            "Changing, postponing, cancelling, repeating",
            "Whoever typed the command, alone.",
            ("change", "edit_form", "series", "recurrence"),
        ),
        Section(
            "How people answer, and questions to them",
            "Whoever typed `/tweetup rsvp`, `requests`, `questions` or `answers`, alone.",
            ("rsvp.settings", "requests", "questions", "answers"),
        ),
        Section("Reminders", "Whoever typed `/tweetup reminders`, alone.", ("reminders",)),
        Section(
            "The feed",
            "Whoever typed a command of `/feed`, alone; held posts the organisers’ channel.",
            ("feed", "filter", "digest", "held", "review", "noise"),
        ),
        Section("A tweet chat", "Whoever typed a command of `/chat`, alone.", ("chat",)),
        Section(
            "Introductions and accounts",
            "Whoever typed `/tweetup introduce`, `vouch` or `release`, alone.",
            ("introduce", "vouch", "release"),
        ),
        Section("The momentum", "Whoever typed `/tweetup momentum`, alone.", ("momentum",)),
        Section(
            "The door",
            "Whoever typed `/door open` or `close` or `/tweetup no-shows`, alone.",
            ("door", "no_shows"),
        ),
        Section(
            "Who will come, and who came",
            "Whoever typed `/forecast` or `/tweetup report`, alone.",
            ("forecast", "summary"),
        ),
        Section(
            "Messages to organisers",
            "By message, whoever set it up and those named for it, when only they can help.",
            ("notice",),
        ),
        Section("Permissions, by name", "As a part of other messages.", ("permission",)),
    ),
    "For whoever runs the bot": (
        Section(
            "What is wrong",
            "Whoever typed `tweetup doctor`; organisers what is theirs, with `/tweetup doctor`.",
            ("doctor",),
        ),
        Section("Setting up", "Whoever typed `tweetup init`.", ("init",)),
        Section("Data", "Whoever typed the command.", ("import", "backup", "restore", "db")),
    ),
    "When something does not work": (Section("Errors", "Whoever tried, alone.", ("error",)),),
    "Parts of other messages": (
        Section("Times and dates", "As a part of other messages.", ("time", "pattern")),
    ),
}
