"""Claiming: whether a framework pays for what a family has sustained, and if not, what is missing, in words. Pure.

A claim is for one result of one framework, once a family. Source: costing.md section 7.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import dateformat
from django.utils.translation import gettext as _

from cases.vocabulary import Need
from outcomes.frameworks import Framework, Result
from outcomes.sustained import Break, Clock, Measured, clock


@dataclass(frozen=True)
class NeedFacts:
    """One need on record: how it was measured, and whether a goal of the plan is under it."""

    need: Need
    measured: tuple[Measured, ...]
    in_plan: bool


@dataclass(frozen=True)
class FamilyFacts:
    """What a claim for a family rests on. `identified` are the headlines by which it was found; `breaks` what happened
    by headline; `claimed` says which framework it was claimed under already and when, where that was not reversed."""

    has_child: bool
    identified: frozenset[str]
    key_worker: bool
    assessed: bool
    needs: tuple[NeedFacts, ...]
    breaks: Mapping[str, tuple[Break, ...]]
    claimed: Mapping[str, date]


@dataclass(frozen=True)
class NeedClock:
    """One need's clock for one result: how long it must hold, and how it stands."""

    need: Need
    headline: str
    title: str
    months: int
    clock: Clock
    in_plan: bool

    def missing(self, on: date) -> str:
        """What is missing for it, in words; empty where it is sustained."""
        name, stands = Need(self.need).label, self.clock
        if stands.met_on is None:
            return _("%(need)s: its outcome is not met yet.") % {"need": name}
        if stands.claimable_on is None:
            return _("%(need)s: broken by %(what)s.") % {"need": name, "what": stands.broken_by}
        if stands.claimable_on > on:
            words = (
                _("%(need)s: held since %(since)s, restarted by %(what)s; can be claimed on %(day)s.")
                if stands.broken_by
                else _("%(need)s: held since %(since)s; can be claimed on %(day)s.")
            )
            since, day = _day(stands.held_since), _day(stands.claimable_on)
            return words % {"need": name, "since": since, "what": stands.broken_by, "day": day}
        return ""


@dataclass(frozen=True)
class Answer:
    """Whether one result can be claimed on a day. `missing` says all that stands in the way."""

    result: Result
    gbp: Decimal | None
    needs: tuple[NeedClock, ...]
    missing: tuple[str, ...]

    @property
    def can_be_claimed(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.missing


@dataclass(frozen=True)
class Readiness:
    """A family under a framework on a day: an answer for each result, or in `closed` why there can be none."""

    framework: Framework
    on: date
    answers: tuple[Answer, ...]
    closed: tuple[str, ...]

    def best(self) -> Answer | None:
        """The claimable answer that pays most; None where none can be claimed."""
        ready = [answer for answer in self.answers if answer.can_be_claimed]
        return max(ready, key=lambda answer: answer.gbp or Decimal(0), default=None)


def readiness(framework: Framework, family: FamilyFacts, *, on: date) -> Readiness:
    """What of a framework could be claimed for a family on a day, and what is missing for each."""
    closed = tuple(_closed(framework, family, on))
    return Readiness(
        framework, on, tuple(_answer(framework, one, family, on, closed) for one in framework.results), closed
    )


def _closed(framework: Framework, family: FamilyFacts, on: date) -> Iterable[str]:
    told = {"framework": framework.title}
    if not framework.results:
        yield _("%(framework)s pays for no result: progress is reported, nothing is claimed.") % told
    if on < framework.starts_on:
        yield _("%(framework)s begins on %(day)s.") % {**told, "day": _day(framework.starts_on)}
    if framework.ends_on is not None and framework.has_ended(on):
        words = _("%(framework)s ended on %(day)s: it takes no claim dated after that.")
        yield words % {**told, "day": _day(framework.ends_on)}
    if framework.slug in family.claimed:
        day = _day(family.claimed[framework.slug])
        yield _("It was claimed under %(framework)s on %(day)s.") % {**told, "day": day}
    if not family.has_child:
        yield _("No child, and none expected, is in the family.")
    shown = family.identified | {framework.needs[one.need] for one in family.needs if one.need in framework.needs}
    if len(shown) < framework.needed:
        words = _("It shows %(shown)d of the %(needed)d headline needs that %(framework)s asks for.")
        yield words % {**told, "shown": len(shown), "needed": framework.needed}


def _answer(
    framework: Framework, result: Result, family: FamilyFacts, on: date, closed: Sequence[str]
) -> Answer:  # fmt: skip
    clocks = tuple(_clocks(framework, result, family, on))
    missing = list(closed)
    gbp = framework.pays(result, on)
    if gbp is None:
        words = _("%(framework)s names no payment for “%(result)s” on %(day)s.")
        missing.append(words % {"framework": framework.title, "result": result.words, "day": _day(on)})
    if not clocks:
        missing.append(_("No need of the family is under “%(result)s”.") % {"result": result.words})
    if result.practice:
        missing += _practice(family, clocks)
    missing += [lack for one in clocks if (lack := one.missing(on))]
    return Answer(result, gbp, clocks, tuple(missing))


def _practice(family: FamilyFacts, clocks: Iterable[NeedClock]) -> Iterable[str]:
    if not family.key_worker:
        yield _("No key worker is named.")
    if not family.assessed:
        yield _("The whole family is not assessed: somebody is in no need and no strength.")
    for one in clocks:
        if not one.in_plan:
            yield _("%(need)s: no goal of the plan is under it.") % {"need": Need(one.need).label}


def _clocks(framework: Framework, result: Result, family: FamilyFacts, on: date) -> Iterable[NeedClock]:
    for one in family.needs:
        headline = framework.needs.get(one.need)
        if headline is None or (result.headlines and headline not in result.headlines):
            continue
        months = result.period(headline)
        found = framework.headline(headline)
        yield NeedClock(
            need=one.need,
            headline=headline,
            title=found.title if found else headline,
            months=months,
            clock=clock(one.measured, family.breaks.get(headline, ()), months=months, on=on),
            in_plan=one.in_plan,
        )


def _day(day: date | None) -> str:
    return dateformat.format(day, "j F Y") if day else ""
