"""The plan of a family: see it, agree it, add to it, mark what is done, review it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.plan import MOST_GOALS, ActionForm, GoalForm, PlanForm, ReviewForm, as_typed
from cases.operations.add_action import add_action
from cases.operations.agree_plan import agree_plan
from cases.operations.complete_action import complete_action
from cases.operations.review_plan import review_plan
from cases.permits import Step
from cases.selectors.plan import PlanSheet, plan
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
    sheet = plan(actor_of(request), reference)
    require_step(sheet.head, Step.AGREE_PLAN)
    count = _how_many(request, sheet)
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
            messages.success(request, "The plan is agreed.")
            return redirect("cases:plan", reference)
    elif request.method == "POST":
        form = PlanForm(initial=_plan_as_typed(request))
        goals = [
            GoalForm(
                prefix=f"goal{place}", sheet=sheet, initial=as_typed(GoalForm, request.POST, f"goal{place}", sheet)
            )
            for place in range(count)
        ]
    else:
        form = PlanForm()
        goals = [GoalForm(prefix=f"goal{place}", sheet=sheet) for place in range(count)]
    page = family_page(
        request,
        "cases/family/agree_plan.html",
        sheet.head,
        form=form,
        sheet=sheet,
        goals=goals,
        count=count,
        can_add=count < MOST_GOALS and not sheet.is_advice,
    )
    if any(goal.is_bound and goal.errors for goal in goals):
        page.status_code = UNUSABLE
    return page


@require_http_methods(READ_OR_SEND)
def add_action_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Add an action to the plan."""
    sheet = plan(actor_of(request), reference)
    require_step(sheet.head, Step.ADD_ACTION)
    first = {"goal": request.GET.get("goal", "")}
    form = ActionForm(request.POST or None, sheet=sheet, initial=first)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(add_action, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, "The action is in the plan.")
        return redirect("cases:plan", reference)
    return family_page(request, "cases/family/add_action.html", sheet.head, form=form, sheet=sheet)


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
            messages.success(request, "The action is done.")
    return redirect("cases:plan", reference)


@require_http_methods(READ_OR_SEND)
def review_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a review: last time beside this time."""
    sheet = plan(actor_of(request), reference)
    require_step(sheet.head, Step.REVIEW)
    form = ReviewForm(request.POST or None, sheet=sheet)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(review_plan, actor_of(request), reference, **form.facts()) is not None
    ):
        messages.success(request, "The review is recorded.")
        return redirect("cases:plan", reference)
    return family_page(request, "cases/family/review.html", sheet.head, form=form, sheet=sheet)


def _how_many(request: HttpRequest, sheet: PlanSheet) -> int:
    """How many goals the form has room for: advice has one."""
    if sheet.is_advice:
        return 1
    typed = request.POST.get("goals", "")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 2
    return max(1, min(MOST_GOALS, count + ("more" in request.POST)))


def _plan_as_typed(request: HttpRequest) -> dict[str, object]:
    return {name: field.widget.value_from_datadict(request.POST, {}, name) for name, field in PlanForm().fields.items()}
