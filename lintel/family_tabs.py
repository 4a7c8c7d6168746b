"""A family's tabs: a list of links, each to a page that its own app owns. Put into every page about one family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from datasharing.vocabulary import Reach
from lintel.access import row_for

FAMILY = "families/<str:reference>/"
STEP_UP = "cases:step_up"
STEPS = {"step_up_href": STEP_UP, "measure_href": "outcomes:measure", "close_href": "outcomes:close"}
"""Steps whose pages belong to an app that the page with the link may not name, by what templates call them."""


@dataclass(frozen=True)
class Tab:
    """The name of a page's address, its words, the further pages under it, and the reaches that open it (none: any)."""

    url_name: str
    words: Any
    under: tuple[str, ...] = ()
    reaches: tuple[str, ...] = ()


TABS = (
    Tab(
        "cases:family",
        _("Who is who"),
        (
            "cases:add_member",
            "cases:strategy",
            "cases:genogram",
            "cases:record_kinship",
            "cases:end_kinship",
            "cases:withdraw_kinship",
            "cases:record_death",
            "cases:record_whereabouts",
            "cases:tasks",
            "cases:give_task",
            "cases:put_task_off",
        ),
    ),
    Tab("cases:needs", _("Needs"), ("cases:record_need", "cases:mark_need")),
    Tab(
        "cases:plan",
        _("Plan"),
        (
            "cases:agree_plan",
            "cases:add_action",
            "cases:review",
            "cases:meetings",
            "cases:call_meeting",
            "cases:own_plan",
            "cases:share_plan",
            "cases:services",
            "cases:refer_to_service",
            "cases:service_news",
        ),
    ),
    Tab("cases:contacts", _("Contacts"), ("cases:record_contact", "cases:mark_part", "cases:withdraw_contact")),
    Tab("cases:documents", _("Documents"), ("cases:add_document", "cases:withdraw_document")),
    Tab("cases:chronology", _("Chronology")),
    Tab(
        "cases:team",
        _("Team"),
        (
            "cases:ecomap",
            "cases:change_key_worker",
            "cases:allocate",
            "cases:hand_offs",
            "cases:transfer_out",
            "cases:view_as",
        ),
    ),
    Tab(
        "cases:safety",
        _("Safety"),
        (
            "cases:record_consent",
            "cases:judge",
            "cases:responsibility",
            "cases:restrict",
            "cases:instruct",
            "cases:record_order",
            "cases:ask_for_access",
            "cases:open_seal",
            "cases:who_looked",
        ),
    ),
    Tab("outcomes:family_costs", _("Costs")),
    Tab("outcomes:family_fund", _("Family fund"), reaches=(Reach.KEY_WORKER, Reach.SUPERVISION)),
)


def tabs(request: HttpRequest) -> dict[str, Any]:
    """`tabs` and the addresses of STEPS for a page about one family, as far as this role may come; else nothing."""
    match, actor = request.resolver_match, getattr(request, "actor", None)
    if match is None or actor is None or not match.route.startswith(FAMILY):
        return {}
    reference = match.kwargs["reference"]
    return {
        **{words: _address(name, reference) if _may_come(name, actor.role) else "" for words, name in STEPS.items()},
        "tabs": [
            {
                "href": address,
                "text": tab.words,
                "current": match.view_name in {tab.url_name, *tab.under},
                "reaches": tab.reaches,
            }
            for tab in TABS
            if _may_come(tab.url_name, actor.role) and (address := _address(tab.url_name, reference))
        ],
    }


def _may_come(url_name: str, role: str) -> bool:
    row = row_for(url_name)
    return row is not None and role in row.purposes


def _address(url_name: str, reference: str) -> str:
    """The address of a family's page by name; empty where this installation has no such page."""
    try:
        return reverse(url_name, args=[reference])
    except NoReverseMatch:
        return ""
