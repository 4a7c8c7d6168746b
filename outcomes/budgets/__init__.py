"""Money kept by place: budgets, the family fund, investment agreements, and the operational plan."""
