"""The addresses of budgets, the family fund, investment agreements and operational plans."""

from django.urls import URLPattern, path

from outcomes.budgets.views import agreement, budget, family_fund, operational_plan

urlpatterns: list[URLPattern] = [
    path("budgets/", budget.budgets_page, name="budgets"),
    path("budgets/new/", budget.new_budget_page, name="new_budget"),
    path("budgets/<int:key>/", budget.budget_page, name="budget"),
    path("budgets/<int:key>/lines/new/", budget.new_line_page, name="new_line"),
    path("budgets/<int:key>/sums/new/", budget.new_sum_page, name="new_sum"),
    path("budgets/<int:key>/close/", budget.close_budget_page, name="close_budget"),
    path("families/<str:reference>/fund/", family_fund.family_fund_page, name="family_fund"),
    path("fund/", family_fund.fund_requests_page, name="fund_requests"),
    path("investments/", agreement.investments_page, name="investments"),
    path("investments/new/", agreement.new_investment_page, name="new_investment"),
    path("investments/<str:reference>/", agreement.investment_page, name="investment"),
    path("investments/<str:reference>/close/", agreement.close_investment_page, name="close_investment"),
    path("operational-plans/", operational_plan.operational_plans_page, name="operational_plans"),
    path("operational-plans/new/", operational_plan.new_operational_plan_page, name="new_operational_plan"),
    path("operational-plans/<int:key>/", operational_plan.operational_plan_page, name="operational_plan"),
    path("operational-plans/<int:key>/add/<slug:kind>/", operational_plan.add_part_page, name="add_part"),
    path("operational-plans/parts/<int:key>/", operational_plan.tell_part_page, name="tell_part"),
]
