"""Work in the background of `agencies`: the journal is checked each night."""

import structlog
from procrastinate.contrib.django import app

from agencies.operations.check_journal import check_journal

log = structlog.get_logger("agencies.jobs")


@app.periodic(cron="30 2 * * *")
@app.task(queueing_lock="check_the_journal", pass_context=False)
def check_the_journal(timestamp: int) -> None:
    """Check every entry and seal; what was found is kept, and a fault is an error in the log."""
    found = check_journal()
    if not found.is_whole:
        log.error("journal.not_whole", fault=found.fault)
