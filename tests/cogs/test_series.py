"""Tweetups that come again, as organisers begin, change and end them."""

from __future__ import annotations

from datetime import datetime, timedelta

from simcord.actors import MemberActor

from bot.domain.events import Event
from bot.domain.questions import QuestionDraft
from tests.cogs.changing import CONFIRM, news, notices, objection, until_told, with_messages
from tests.cogs.town import Town, answer_of, labels, said


async def begin(town: Town, by: MemberActor, rule: str, **options: object) -> str:
    asked = await by.slash(town.channel, "tweetup repeat", event="HR Tweetup", rule=rule, **options)
    await by.click(answer_of(asked), label="Yes, let it repeat")
    return answer_of(asked).content


async def until(town: Town, at: datetime) -> None:
    await town.sleep((at - town.clock.now()) / timedelta(hours=1))


async def over(town: Town, event: Event) -> None:
    await until(town, event.ends_at + timedelta(seconds=2))


async def weekly(town: Town, by: MemberActor) -> tuple[Event, Event]:
    """Two tweetups of a weekly series: one that is over, one to come."""
    await town.plan(by, when="today 06:30")
    await begin(town, by, "every Thursday")
    await over(town, (await town.events())[0])
    first, second = await town.events()
    return first, second


async def test_a_series_is_shown_first_in_words_and_dates_and_begins_on_a_tap(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive, when="29 January 18:30")
    asked = await olive.slash(
        town.channel, "tweetup repeat", event="HR Tweetup", rule="every last Thursday"
    )
    question = answer_of(asked)
    assert question.content.splitlines()[:5] == [
        "**HR Tweetup** would come again the last Thursday of every month at 18:30:",
        "- Thursday 29 January 2026, 18:30, Europe/London: this one, the first",
        "- Thursday 26 February 2026, 18:30, Europe/London, <t:1772130600:F>",
        "- Thursday 26 March 2026, 18:30, Europe/London, <t:1774549800:F>",
        # The clocks have changed, and half past six is an hour earlier.
        "- Thursday 30 April 2026, 18:30, Europe/London, <t:1777570200:F>",
    ]
    assert len(question.content.splitlines()) == 8
    assert labels(question) == ["Yes, let it repeat", "Leave it as it is"]
    shown = await olive.slash(town.channel, "tweetup series show", event="HR Tweetup")
    assert "does not come again" in said(shown)

    await town.restart()
    await olive.click(question, label="Yes, let it repeat")
    assert "comes again the last Thursday of every month at 18:30" in answer_of(asked).content
    again = await olive.slash(
        town.channel, "tweetup repeat", event="HR Tweetup", rule="every Thursday"
    )
    assert "is in a series already" in said(again)
    shown = await olive.slash(town.channel, "tweetup series show", event="HR Tweetup")
    assert said(shown).splitlines()[0] == (
        "**HR Tweetup** comes again the last Thursday of every month at 18:30 (Europe/London)."
    )
    assert len(said(shown).splitlines()) == 7
    assert len(await town.events()) == 1


async def test_the_next_one_is_a_tweetup_of_its_own_like_the_one_before(town: Town) -> None:
    olive, ada = town.organiser(), town.member("ada")
    await town.plan(olive, when="today 06:30", capacity=8, description="Talks", length="2 hours")
    channel, event = town.channel, "HR Tweetup"
    await olive.slash(channel, "tweetup rsvp", event=event, guests=2, deadline="today 05:00")
    await olive.slash(channel, "tweetup reminders", event=event, times="1 day, 1 hour")
    await olive.slash(channel, "tweetup organisers add", event=event, member=ada)
    await olive.slash(channel, "feed filter", kind="job_ad", policy="drop")
    await olive.slash(channel, "feed block", word="giveaway")
    (first,) = await town.events()
    await town.services.questions.add(first, QuestionDraft("Tea?"))
    await begin(town, olive, "every Thursday")
    await town.restart()
    await over(town, (await town.events())[0])

    first, second = await town.events()
    assert second.starts_at == first.starts_at + timedelta(weeks=1)
    assert second.ends_at == second.starts_at + timedelta(hours=2)
    for same in ("name", "hashtag", "place", "capacity", "description", "zone", "channel_id"):
        assert getattr(second, same) == getattr(first, same)
    cards = [m for m in town.channel.history() if m.embeds and m.components]
    assert len(cards) == 2
    shown = await olive.slash(channel, "tweetup rsvp", event=str(second.id))
    assert "2" in said(shown)
    settings = await town.services.rsvp_control.settings(second)
    assert settings.deadline == second.starts_at - timedelta(minutes=90)
    shown = await olive.slash(channel, "tweetup reminders", event=str(second.id))
    assert "1 hour" in said(shown)
    assert await town.services.organisers.named(second) == [ada.id]
    kept_out = said(await olive.slash(channel, "feed filter", event=str(second.id)))
    assert "job advertisements: **drop**" in kept_out
    assert "giveaway" in kept_out
    (question,) = (await town.services.questions.asked(second)).questions
    assert question.wording == "Tea?"
    await town.env.advance_time(3_600)
    assert len(await town.events()) == 2


async def test_what_cannot_be_a_series_is_one_sentence(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    thursdays: dict[str, object] = {"rule": "every Thursday"}
    wrong: tuple[tuple[dict[str, object], str], ...] = (
        ({"rule": "now and then"}, "I could not make out"),
        ({"rule": "every second Tuesday"}, "could mean two things"),
        (thursdays | {"until": "22 January"}, "Nothing would come after"),
        (thursdays | {"until": "24 June", "times": 3}, "Please give one of the two"),
    )
    for options, sentence in wrong:
        result = await olive.slash(town.channel, "tweetup repeat", event="HR Tweetup", **options)
        assert sentence in said(result)
        assert "\n" not in said(result), options


async def test_only_who_organises_everything_here_lets_tweetups_repeat(town: Town) -> None:
    olive, ada = town.organiser(), town.member("ada")
    await town.plan(olive)
    await olive.slash(town.channel, "tweetup organisers add", event="HR Tweetup", member=ada)
    await begin(town, olive, "every Thursday")
    for command, options in (
        ("repeat", {"rule": "every Friday"}),
        ("series stop", {}),
        ("edit", {"place": "Here", "scope": "following"}),
        ("cancel", {"reason": "Rain", "scope": "following"}),
    ):
        result = await ada.slash(town.channel, f"tweetup {command}", event="HR Tweetup", **options)
        assert "That is for organisers" in said(result)
    shown = await ada.slash(town.channel, "tweetup series show", event="HR Tweetup")
    assert "every Thursday" in said(shown)


async def test_a_question_about_a_series_is_answered_once_and_not_about_another_tweetup(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive)
    repeat = {"event": "HR Tweetup", "rule": "every Thursday"}
    left = await olive.slash(town.channel, "tweetup repeat", **repeat)
    stale = await olive.slash(town.channel, "tweetup repeat", **repeat)
    question = answer_of(left)
    await olive.click(question, label="Leave it as it is")
    assert answer_of(left).content == "Nothing was changed."
    asked = await olive.slash(
        town.channel, "tweetup edit", event="HR Tweetup", when="23 January 19:00"
    )
    await olive.click(answer_of(asked), label="Change it")
    result = await olive.click(answer_of(stale), label="Yes, let it repeat")
    assert "has changed since I asked you" in objection(result)


async def test_a_series_that_is_stopped_makes_no_more_and_takes_nothing_away(town: Town) -> None:
    olive = town.organiser()
    _, second = await weekly(town, olive)
    stopped = await olive.slash(town.channel, "tweetup series stop", event=str(second.id))
    assert "I set up no more after **HR Tweetup**" in said(stopped)
    again = await olive.slash(town.channel, "tweetup series stop", event=str(second.id))
    assert "does not come again" in said(again)
    assert [event.state for event in await town.events()] == ["planned", "planned"]


async def test_all_that_follow_take_a_new_day_time_and_place_and_each_ones_people_hear_once(
    town: Town,
) -> None:
    olive = town.organiser()
    await town.plan(olive, when="3 January 18:30")
    ada = await with_messages(town, "ada")
    await begin(town, olive, "every Saturday")
    # The second is made early, for the first is put off beyond it.
    asked = await olive.slash(
        town.channel, "tweetup edit", event="HR Tweetup", when="9 January 18:30"
    )
    await olive.click(answer_of(asked), label=CONFIRM["edit"])
    await until(town, datetime(2026, 1, 4, 19, tzinfo=town.clock.now().tzinfo))
    first, second = await town.events()
    bo = town.member("bo")
    cards = [m for m in town.channel.history() if m.embeds and m.components]
    await bo.click(cards[-1], label="Going")
    await town.services.privacy.consent(town.guild.id, bo.id, remind_where="dm")
    told = len(notices(town, ada))

    asked = await olive.slash(
        town.channel,
        "tweetup edit",
        event=str(first.id),
        when="6 January 19:00",
        place="The Anchor",
        scope="following",
    )
    question = answer_of(asked).content
    assert "From now on the series would be every Tuesday at 19:00:" in question
    assert "- Tuesday 13 January 2026, 19:00, Europe/London, <t:1768330800:F>" in question
    assert "1 more is set up already; it follows" in question
    assert len(await town.events()) == 2
    await olive.click(answer_of(asked), label=CONFIRM["edit"])
    assert "Done, for **HR Tweetup** and all that follow" in answer_of(asked).content
    first, second = await town.events()
    assert (first.place, second.place) == ("The Anchor", "The Anchor")
    assert first.starts_at.isoformat() == "2026-01-06T19:00:00+00:00"
    assert second.starts_at.isoformat() == "2026-01-13T19:00:00+00:00"
    before = len(news(town))
    await until_told(town)
    assert len(notices(town, ada)) == told + 1
    assert len(notices(town, bo)) == 1
    assert len(news(town)) == before + 2
    shown = await olive.slash(town.channel, "tweetup series show", event=str(second.id))
    assert "Tuesday 20 January 2026, 19:00" in said(shown)


async def test_one_that_is_moved_or_cancelled_alone_leaves_the_series_as_it_is(town: Town) -> None:
    olive = town.organiser()
    first, second = await weekly(town, olive)
    asked = await olive.slash(
        town.channel, "tweetup edit", event=str(second.id), when="2 January 12:00"
    )
    await olive.click(answer_of(asked), label=CONFIRM["edit"])
    asked = await olive.slash(town.channel, "tweetup cancel", event=str(second.id), reason="Rain")
    assert "series" not in answer_of(asked).content
    await olive.click(answer_of(asked), label=CONFIRM["cancel"])
    await over(town, (await town.events())[1])
    events = await town.events()
    assert [event.state for event in events] == ["planned", "cancelled", "planned"]
    assert events[2].starts_at == first.starts_at + timedelta(weeks=2)


async def test_the_whole_series_is_cancelled_and_everybody_told_once(town: Town) -> None:
    olive = town.organiser()
    _, second = await weekly(town, olive)
    asked = await olive.slash(
        town.channel, "tweetup cancel", event=str(second.id), reason="No room", scope="following"
    )
    assert "The series would end with it." in answer_of(asked).content
    await olive.click(answer_of(asked), label=CONFIRM["cancel"])
    assert "and so is all that would follow" in answer_of(asked).content
    assert [event.state for event in await town.events()] == ["planned", "cancelled"]
    result = await olive.slash(town.channel, "tweetup series show", event=str(second.id))
    assert "does not come again" in said(result)


async def test_what_comes_once_has_nothing_that_follows(town: Town) -> None:
    olive = town.organiser()
    await town.plan(olive)
    for command, options in (("edit", {"place": "Here"}), ("cancel", {"reason": "Rain"})):
        result = await olive.slash(
            town.channel, f"tweetup {command}", event="HR Tweetup", scope="following", **options
        )
        assert "`/tweetup repeat` makes it the first of a series" in said(result)
