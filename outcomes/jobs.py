"""Work in the background of `outcomes`: editions that were asked for are prepared, looked for each minute."""

from procrastinate.contrib.django import app

from outcomes.operations.prepare_edition import prepare_editions


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="prepare_editions", pass_context=False)
def prepare_the_editions(timestamp: int) -> None:
    """Every edition that waits, one after the other."""
    prepare_editions()
