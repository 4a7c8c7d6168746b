"""Work in the background of `datasharing`: notices leave by e-mail, and lost custodians are told of."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from datasharing.operations.custodians import tell_of_lost_custodians
from datasharing.operations.duty import tell_of_gaps
from datasharing.operations.send_letters import send_letters, write_letters


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_the_letters", pass_context=False)
def send_the_letters(timestamp: int) -> None:
    """Write the letters that are due and send those that wait. Two at once get in nobody's way."""
    close_old_connections()
    write_letters()
    while send_letters():
        continue


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="look_for_lost_custodians", pass_context=False)
def look_for_lost_custodians(timestamp: int) -> None:
    """Whether a post has ended, or somebody has left, who was the last custodian of a seal."""
    close_old_connections()
    tell_of_lost_custodians()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="look_for_gaps_in_duty", pass_context=False)
def look_for_gaps_in_duty(timestamp: int) -> None:
    """Whether nobody will be on duty as custodian within a day, where somebody's record is sealed."""
    close_old_connections()
    tell_of_gaps()
