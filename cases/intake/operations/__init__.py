"""Steps of intake: each takes, checks, changes, records and returns."""
