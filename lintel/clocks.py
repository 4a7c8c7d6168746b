"""How long is left until something is due, in words. Which day that is was decided below; here it is only said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Clock:
    """`state` is late, soon, ahead, done or none; `colour` is the tag's; `words` say the same without the colour."""

    state: str
    colour: str
    words: str


def clock_of(
    due: dt.date | dt.datetime | None, done: dt.date | dt.datetime | None = None, now: dt.datetime | None = None
) -> Clock:
    """Words for a clock: by days for a date (due through the whole of its day), by hours for a moment."""
    if due is None:
        return Clock("done", "green", _("done")) if done else Clock("none", "grey", _("no date set"))
    if done:
        kept = _moment_after(due) > _moment(done)
        return Clock("done", "green", _("done in time")) if kept else Clock("done", "grey", _("done late"))
    now = now or timezone.now()
    if not isinstance(due, dt.datetime):
        days = (due - timezone.localdate(now)).days
        if days < 0:
            return Clock("late", "red", ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days})
        return Clock("soon" if days <= 1 else "ahead", "yellow" if days <= 1 else "blue", _due(in_words(days)))
    left = _moment(due) - now
    if left < dt.timedelta(0):
        return Clock("late", "red", _("%(time)s late") % {"time": _length(-left)})
    soon = left <= SOON
    return Clock(
        "soon" if soon else "ahead", "yellow" if soon else "blue", _("due in %(time)s") % {"time": _length(left)}
    )


def days_from_today(day: dt.date | dt.datetime) -> int:
    """Whole days from today: negative for the past."""
    return (_day(day) - timezone.localdate()).days


def in_words(days: int) -> str:
    """today, tomorrow, yesterday, in 6 days, 6 days ago."""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}


def _due(when: str) -> str:
    return _("due %(when)s") % {"when": when}


def _length(time: dt.timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def _day(value: dt.date | dt.datetime) -> dt.date:
    return timezone.localdate(_moment(value)) if isinstance(value, dt.datetime) else value


def _moment(value: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    return timezone.make_aware(dt.datetime.combine(value, dt.time.min))


def _moment_after(due: dt.date | dt.datetime) -> dt.datetime:
    """The first moment at which something due has become late."""
    return _moment(due) if isinstance(due, dt.datetime) else _moment(due + dt.timedelta(days=1))
