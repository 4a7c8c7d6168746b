"""Each need's cost beside its progress: what partners' records of it cost in each window, and how far the family came.

For the selectors of `outcomes` alone: it is given entries, needs and measurements that the reader may see.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from outcomes.costing.catalogue import EventNeed
from outcomes.costing.ledger import Event, age_on
from outcomes.costing.money import NOUGHT
from outcomes.costing.windows import Window
from outcomes.frameworks import Framework, Headline, shipped_frameworks
from outcomes.identification import Needs, headline_order
from outcomes.selectors.family_ledgers import LedgerEntry
from outcomes.selectors.measurements import NeedProgress

NO_NEED = _("Speaks of no single need")


@dataclass(frozen=True)
class NeedCost:
    """A headline need: pounds, not rounded, in each window, and the needs recorded under it with their progress.

    `headline` is empty for what happened that speaks of no single need, or of somebody whose age is not known.
    """

    headline: str
    words: str
    gbp: tuple[Decimal, ...]
    needs: tuple[NeedProgress, ...]


def framework_of(needs: Needs) -> Framework:
    """The newest framework whose headlines are those that the catalogue's events speak of."""
    spoken = {row.headline for rows in needs.values() for row in rows}
    held = [one for one in shipped_frameworks().values() if spoken <= {headline.code for headline in one.headlines}]
    return max(held, key=lambda one: (one.by_events, one.starts_on))


def need_costs(
    entries: Iterable[LedgerEntry], windows: Sequence[Window], progress: Sequence[NeedProgress], needs: Needs
) -> tuple[NeedCost, ...]:
    """A row for each headline that has a cost or a need, in the framework's order; what speaks of none comes last.

    The rows' pounds sum to those of the entries: each entry counts under one headline.
    """
    framework = framework_of(needs)
    pounds: dict[str, list[Decimal]] = defaultdict(lambda: [NOUGHT] * len(windows))
    for entry in entries:
        row = pounds[_headline(entry.event, needs)]
        for line in entry.lines:
            for place, window in enumerate(windows):
                row[place] += line.between(window.first_day, window.end_day)
    recorded: dict[str, list[NeedProgress]] = defaultdict(list)
    for one in progress:
        recorded[framework.needs.get(one.need.need, "")].append(one)
    costly = {code for code, gbp in pounds.items() if any(gbp)}
    codes = sorted(costly | recorded.keys(), key=lambda code: (not code, headline_order(code)))
    return tuple(
        NeedCost(code, _words(framework.headline(code)), tuple(pounds[code]), tuple(recorded[code])) for code in codes
    )


def _words(headline: Headline | None) -> str:
    return headline.title if headline else str(NO_NEED)


def _headline(event: Event, needs: Needs) -> str:
    """What an event speaks of: the headline of its row for the person's age, or of all its rows where they agree."""
    rows = needs.get(event.code, ())
    fitting = {row.headline for row in rows if _fits(row, event)} or {row.headline for row in rows}
    return fitting.pop() if len(fitting) == 1 else ""


def _fits(row: EventNeed, event: Event) -> bool:
    born = event.birth_date
    return row.ages.open or (born is not None and row.ages.holds(age_on(event.first_day, born)))
