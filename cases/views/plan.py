"""The plan of a family: see it, agree it, add to it, mark what is done, review it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.drafted import as_sent, put_back
from cases.forms.plan import MOST_GOALS, ActionForm, GoalForm, PlanForm, ReviewForm
from cases.operations.add_action import add_action
from cases.operations.agree_plan import agree_plan
from cases.operations.complete_action import complete_action
from cases.operations.review_plan import review_plan
from cases.permits import Step
from cases.selectors.plan import PlanSheet, plan, plan_and_draft
from cases.views.drafts import drafted, keep_by_button, put_draft_back
from cases.views.page import UNUSABLE, family_page, require_step

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Goals by need, actions, what must come first, reviews."""
    sheet = plan(actor_of(request), reference)
    return family_page(request, "cases/family/plan.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def agree_plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree the plan. "Add another goal" gives back all that was typed, and one more."""
    kept = keep_by_button(request, reference, Step.AGREE_PLAN)
    if kept:
        return kept
    sheet, draft = plan_and_draft(actor_of(request), reference, step=Step.AGREE_PLAN)
    require_step(sheet.head, Step.AGREE_PLAN)
    left = as_sent(draft.typed) if draft else QueryDict()
    typed = request.POST if request.method == "POST" else left
    count = _how_many(typed, sheet)
    if request.method == "POST" and "more" not in request.POST:
        form = PlanForm(request.POST)
        goals = [GoalForm(request.POST, prefix=f"goal{place}", sheet=sheet) for place in range(count)]
        usable = [form.is_valid(), *(goal.is_valid() for goal in goals)]
        if (
            all(usable)
            and form.attempt(
                agree_plan,
                actor_of(request),
                reference,
                goals=[goal.goal() for goal in goals if not goal.is_empty],
                **form.cleaned_data,
            )
            is not None
        ):
            messages.success(request, _("The plan is agreed."))
            return redirect("cases:plan", reference)
    else:
        form = PlanForm()
        goals = [GoalForm(prefix=f"goal{place}", sheet=sheet) for place in range(count)]
        if typed:
            for one in (form, *goals):
                put_back(one, typed)
    page = family_page(
        request,
        "cases/family/agree_plan.html",
        sheet.head,
        form=form,
        sheet=sheet,
        goals=goals,
        count=count,
        can_add=count < MOST_GOALS and not sheet.is_advice,
        **drafted(reference, Step.AGREE_PLAN, draft),
    )
    if any(goal.is_bound and goal.errors for goal in goals):
        page.status_code = UNUSABLE
    return page


@require_http_methods(READ_OR_SEND)
def add_action_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an action to the plan."""
    kept = keep_by_button(request, reference, Step.ADD_ACTION)
    if kept:
        return kept
    sheet, draft = plan_and_draft(actor_of(request), reference, step=Step.ADD_ACTION)
    require_step(sheet.head, Step.ADD_ACTION)
    first = {"goal": request.GET.get("goal", "")}
    form = ActionForm(request.POST or None, sheet=sheet, initial=first)
    put_draft_back(form, draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(add_action, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, _("The action is in the plan."))
        return redirect("cases:plan", reference)
    more = drafted(reference, Step.ADD_ACTION, draft)
    return family_page(request, "cases/family/add_action.html", sheet.head, form=form, sheet=sheet, **more)


@require_http_methods(READ_OR_SEND)
def complete_action_page(request: HttpRequest, reference: str, action: int) -> HttpResponse:
    """Mark an action as done; back to the plan, with the reason where it was refused."""
    if request.method == "POST":
        try:
            complete_action(actor_of(request), reference, action=action)
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, refusal.words)
        else:
            messages.success(request, _("The action is done."))
    return redirect("cases:plan", reference)


@require_http_methods(READ_OR_SEND)
def review_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a review: last time beside this time."""
    kept = keep_by_button(request, reference, Step.REVIEW)
    if kept:
        return kept
    sheet, draft = plan_and_draft(actor_of(request), reference, step=Step.REVIEW)
    require_step(sheet.head, Step.REVIEW)
    form = ReviewForm(request.POST or None, sheet=sheet, initial={"meeting": request.GET.get("meeting", "")})
    put_draft_back(form, draft)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(review_plan, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, _("The review is recorded."))
        return redirect("cases:plan", reference)
    more = drafted(reference, Step.REVIEW, draft)
    return family_page(request, "cases/family/review.html", sheet.head, form=form, sheet=sheet, **more)


def _how_many(typed: QueryDict, sheet: PlanSheet) -> int:
    """How many goals the form has room for: advice has one."""
    if sheet.is_advice:
        return 1
    said = typed.get("goals", "")
    count = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 2
    return max(1, min(MOST_GOALS, count + ("more" in typed)))
