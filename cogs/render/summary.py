"""What a tweetup came to, in words and figures: the same in the message, the picture, the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.introductions import IntroductionKind
from bot.domain.summary import FEW, Compared, Introductions, Share, Summary, Turnup
from bot.pictures.figures import Bar, Bars
from bot.texts import text
from cogs.render.forecast import calibration, span
from cogs.render.written import written

TERMS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading, and figures where there are any. All of it is plain: whoever
    shows it escapes it."""

    heading: str
    lines: tuple[str, ...]
    bars: tuple[Bar, ...] = ()

    @property
    def drawn(self) -> Bars:
        return Bars(self.heading, self.bars)


def sections(found: Compared) -> tuple[Section, ...]:
    """Who came, who met, what people talked about, and how it was at earlier tweetups."""
    own = found.summary
    made = [_came(found), _met(own)]
    if own.terms:
        made.append(_spoken(own))
    if found.earlier:
        made.append(_earlier(found))
    return tuple(made)


def _came(found: Compared) -> Section:
    own = found.summary
    heading = text("summary.came")
    guests = text("summary.guests", n=own.guests) if own.guests else ""
    answers = text(
        "summary.answers", going=own.going, guests=guests, maybe=own.maybe, declined=own.declined
    )
    turnup = own.turnup
    if turnup is None:
        return Section(heading, (answers, text("summary.no_door")))
    lines = [answers, text("summary.turnup", share=_share(turnup.came))]
    if turnup.late:
        lines.append(text("summary.late", n=turnup.late))
    if turnup.walk_ins:
        lines.append(text("summary.walk_ins", n=turnup.walk_ins))
    if turnup.talked.of and turnup.quiet.of:
        talked, quiet = _share(turnup.talked), _share(turnup.quiet)
        lines.append(text("summary.talked", talked=talked, quiet=quiet))
        lines.append(text("summary.no_proof"))
    lines += _foretold(found)
    return Section(heading, tuple(lines), tuple(_turnup_bars(turnup)))


def _foretold(found: Compared) -> Iterator[str]:
    own = found.own
    if own is not None:
        yield text(
            "summary.foretold",
            range=span(own.foretold.low, own.foretold.high),
            out_of=own.foretold.out_of,
            came=own.came,
        )
        yield from calibration(found.checked)


def _turnup_bars(turnup: Turnup) -> Iterator[Bar]:
    yield _bar(text("summary.bar.all"), turnup.came)
    if turnup.talked.of and turnup.quiet.of:
        yield _bar(text("summary.bar.talked"), turnup.talked)
        yield _bar(text("summary.bar.quiet"), turnup.quiet)


def _met(own: Summary) -> Section:
    lines = [_introductions(each) for each in own.introductions]
    if not own.introductions:
        lines.append(text("summary.no_introductions"))
    elif any(each.met is None for each in own.introductions):
        lines.append(text("summary.few", few=FEW))
    lines.append(text("summary.ties", n=own.ties))
    if own.new_ties:
        lines.append(text("summary.new_ties", n=own.new_ties))
    elif own.ties:
        lines.append(text("summary.no_new_ties"))
    bars = [_met_bar(each.kind, each.met, each.made) for each in own.introductions]
    return Section(text("summary.met"), tuple(lines), tuple(each for each in bars if each))


def _introductions(each: Introductions) -> str:
    kind = text(f"summary.kind.{each.kind or 'all'}")
    made = text("summary.made", n=each.made)
    if each.hello is None or each.met is None:
        return text("summary.introduced", kind=kind, made=made)
    hello, met = Share(each.hello, each.made), Share(each.met, each.made)
    return text(
        "summary.introduced_met", kind=kind, made=made, hello=_share(hello), met=_share(met)
    )


def _met_bar(kind: IntroductionKind | None, met: int | None, made: int) -> Bar | None:
    if met is None:
        return None
    return _bar(text(f"summary.kind.{kind or 'all'}"), Share(met, made))


def _spoken(own: Summary) -> Section:
    people = text("summary.people", n=own.people)
    lines = (text("summary.spoken", people=people, posts=own.posts),)
    bars = (Bar(term, str(n), n) for term, n in own.terms[:TERMS_SHOWN])
    return Section(text("summary.talk"), lines, tuple(bars))


def _earlier(found: Compared) -> Section:
    """Where people were checked in who came, otherwise who was going."""
    shown = (*found.earlier, found.summary)
    bars = tuple(_bar(_day(each), each.turnup.came) for each in shown if each.turnup)
    lines = [_line(each) for each in found.earlier]
    return Section(text("summary.before"), tuple(lines), bars if len(bars) > 1 else ())


def _line(each: Summary) -> str:
    came = text("summary.not_counted") if each.turnup is None else _share(each.turnup.came)
    return text(
        "summary.earlier",
        day=_day(each),
        name=each.event.name,
        came=came,
        going=each.going,
        new_ties=each.new_ties,
        people=each.people,
    )


def _day(each: Summary) -> str:
    return written(each.event.local_start, "day_year")


def _bar(label: str, share: Share) -> Bar:
    return Bar(label, _share(share), share.n, share.of)


def _share(share: Share) -> str:
    return text("summary.share", some=share.n, of=share.of)
