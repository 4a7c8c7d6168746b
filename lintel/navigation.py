"""The places that a post is offered at the head of every page, in order; the first is where it starts.

It only offers. Whether a page opens is decided by the access table, each time, and nothing is offered that the table
would refuse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Role
from lintel.access import row_for

FRONT_DOOR = frozenset({Role.SCREENER, Role.DUTY_MANAGER, Role.EMERGENCY_DUTY})
PANEL = frozenset({Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.DUTY_MANAGER})
WORKERS = frozenset({Role.KEY_WORKER, Role.TEAM_MEMBER, Role.TEAM_MANAGER, Role.SOCIAL_WORKER, Role.DA_ADVISER})
PARTNERS = frozenset({Role.PARTNER_CONTACT})
STATISTICS = frozenset({Role.COMMISSIONER, Role.INTERNAL_AUDITOR, Role.ADMINISTRATOR})
"""Those who work with no family, and are told of none."""
COUNCIL = frozenset({AgencyKind.COUNCIL})


@dataclass(frozen=True)
class Place:
    """One item: its page's view name, its words, and the roles that it is offered to (of those that may open it).

    `kinds` are those of the agencies whose posts it is for; none: of any.
    """

    view_name: str
    words: Any
    roles: frozenset[Role]
    kinds: frozenset[AgencyKind] = frozenset()


NAVIGATION = (
    Place("agencies:administration", _("Administration"), frozenset({Role.ADMINISTRATOR})),
    Place("datasharing:desk", _("Assurance"), frozenset({Role.GOVERNANCE_LEAD})),
    Place("cases:inbox", _("Inbox"), FRONT_DOOR),
    Place("cases:panel", _("Panel"), PANEL),
    Place("cases:team_desk", _("My team"), frozenset({Role.TEAM_MANAGER})),
    Place("cases:partner_home", _("My day"), PARTNERS),
    Place("cases:my_families", _("My families"), WORKERS | PARTNERS),
    Place("cases:asked_of_me", _("Asked of me"), PARTNERS),
    Place("cases:waiting", _("Waiting list"), frozenset({Role.TEAM_MANAGER, Role.PANEL_CHAIR})),
    Place("outcomes:identified", _("Suggested households"), frozenset({Role.SCREENER, Role.DUTY_MANAGER})),
    Place("cases:refer", _("Refer a family"), FRONT_DOOR | WORKERS | PARTNERS),
    Place("cases:directory", _("Directory"), FRONT_DOOR | PANEL | WORKERS | {Role.ADMINISTRATOR}),
    Place("cases:emergency", _("Emergency access"), frozenset({Role.EMERGENCY_DUTY, Role.SOCIAL_WORKER})),
    Place("outcomes:claims", _("Claims"), frozenset({Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR, Role.TEAM_MANAGER})),
    Place(
        "outcomes:overview",
        _("Overview"),
        frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER, Role.INTERNAL_AUDITOR}),
    ),
    Place("outcomes:business_cases", _("Business cases"), frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER})),
    Place("outcomes:budgets", _("Budgets"), frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER})),
    Place("outcomes:fund_requests", _("Family fund"), frozenset({Role.TEAM_MANAGER})),
    Place(
        "cases:extracts",
        _("Files of partners"),
        frozenset({Role.ADMINISTRATOR, Role.PARTNER_CONTACT, Role.GOVERNANCE_LEAD}),
    ),
    Place("agencies:practitioners", _("Practitioners and posts"), frozenset({Role.ADMINISTRATOR})),
    Place("cases:access_requests", _("Access requests"), frozenset({Role.GOVERNANCE_LEAD, Role.DUTY_MANAGER}), COUNCIL),
    Place("datasharing:retention", _("Retention"), frozenset({Role.GOVERNANCE_LEAD, Role.INTERNAL_AUDITOR}), COUNCIL),
    Place("datasharing:agreements", _("Agreements"), frozenset({Role.GOVERNANCE_LEAD})),
    Place("datasharing:notices", _("Notices"), frozenset(Role) - STATISTICS),
)


def places_of(actor: Actor) -> list[tuple[str, Any]]:
    """Address and words of each place that this post is offered."""
    return [
        (address, place.words)
        for place in NAVIGATION
        if actor.role in place.roles
        and (not place.kinds or actor.kind in place.kinds)
        and _may_open(actor, place.view_name)
        and (address := address_of(place.view_name))
    ]


def address_of(view_name: str) -> str:
    """The address of a page by its view name; empty where there is no such page."""
    try:
        return reverse(view_name)
    except NoReverseMatch:
        return ""


def _may_open(actor: Actor, view_name: str) -> bool:
    row = row_for(view_name)
    return row is not None and actor.role in row.purposes
