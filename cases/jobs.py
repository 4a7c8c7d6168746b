"""Work in the background of `cases`: referrals are held against sealed people, each minute."""

import structlog
from procrastinate.contrib.django import app

from cases.intake.operations.sealed_match import hold_against_seals

log = structlog.get_logger("cases.jobs")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="hold_referrals_against_seals", pass_context=False)
def hold_referrals_against_seals(timestamp: int) -> None:
    """Every referral, once; what is found goes to the custodians and into no log."""
    hold_against_seals()
