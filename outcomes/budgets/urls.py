"""The addresses of budgets and the family fund."""

from django.urls import URLPattern, path

from outcomes.budgets.views import budget, family_fund

urlpatterns: list[URLPattern] = [
    path("budgets/", budget.budgets_page, name="budgets"),
    path("budgets/new/", budget.new_budget_page, name="new_budget"),
    path("budgets/<int:key>/", budget.budget_page, name="budget"),
    path("budgets/<int:key>/lines/new/", budget.new_line_page, name="new_line"),
    path("budgets/<int:key>/sums/new/", budget.new_sum_page, name="new_sum"),
    path("budgets/<int:key>/close/", budget.close_budget_page, name="close_budget"),
    path("families/<str:reference>/fund/", family_fund.family_fund_page, name="family_fund"),
    path("fund/", family_fund.fund_requests_page, name="fund_requests"),
]
