"""A partner's home: what was asked of them, their families, and the part of each plan that is theirs."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agencies.actor import Actor
from cases.models import Action
from cases.selectors.head import show
from cases.selectors.my_families import FamilyRow, my_families
from datasharing import door
from datasharing.selectors.notices import NoticeRow, notices
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

MOST = 100


@dataclass(frozen=True)
class MyAction:
    """An action that is this practitioner's, in the plan of one family."""

    reference: str
    words: Shown[str]
    due_on: date
    is_late: bool


@dataclass(frozen=True)
class PartnerHome:
    """All of it: notices that wait, actions by their day, families by urgency."""

    notices: tuple[NoticeRow, ...]
    actions: tuple[MyAction, ...]
    families: tuple[FamilyRow, ...]
    count_words: str


def partner_home(actor: Actor) -> PartnerHome:
    """The home of whoever acts for a partner."""
    mine = my_families(actor)
    return PartnerHome(notices(actor), _actions(actor), mine.rows, mine.count_words)


def _actions(actor: Actor) -> tuple[MyAction, ...]:
    today = timezone.localdate()
    with door.open_many(actor, kinds={Reach.TEAM, Reach.KEY_WORKER}, size=MOST) as files:
        opened = {file.id: file for file in files.items}
        held = (
            Action.objects.filter(owner_post_id=actor.post, done_on=None, goal__plan__case__family__in=list(opened))
            .exclude(goal__plan__case__state="closed")
            .select_related("goal__plan__supplier", "goal__plan__case")
            .order_by("due_on", "pk")
        )
        rows = []
        for one in held:
            file = opened[one.goal.plan.case.family_id]
            words = show(file, one.words, Category.PLAN, one.goal.plan.supplier)
            if words.is_open:
                rows.append(MyAction(file.reference, words, one.due_on, one.due_on < today))
        return tuple(rows)
