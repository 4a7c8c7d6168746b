"""Work in the background of `cases`: seals, files sent by a page, hand-offs, reminders, what is let go each night."""

import structlog
from django.db import close_old_connections
from procrastinate.contrib.django import app

from cases.intake.operations.close_referrals import close_referrals, tell_of_waiting_matches
from cases.intake.operations.duty import tell_duty_custodians
from cases.intake.operations.forget_unlinked import forget_unlinked
from cases.intake.operations.keep_referral_draft import let_old_referral_drafts_go
from cases.intake.operations.sealed_match import hold_against_seals
from cases.intake.operations.upload_extract import take_in_uploads
from cases.operations.hand_off import send_hand_offs
from cases.operations.open_in_emergency import tell_suppliers_of_looks
from cases.operations.remind_of_tasks import remind_of_tasks

log = structlog.get_logger("cases.jobs")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="hold_referrals_against_seals", pass_context=False)
def hold_referrals_against_seals(timestamp: int) -> None:
    """Every referral, once; what is found goes to the custodians and into no log."""
    close_old_connections()
    hold_against_seals()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="close_the_decided_referrals", pass_context=False)
def close_the_decided_referrals(timestamp: int) -> None:
    """What was decided closes when no custodian keeps it open; into no log how many or which."""
    close_old_connections()
    close_referrals()
    tell_of_waiting_matches()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="tell_the_duty_custodians", pass_context=False)
def tell_the_duty_custodians(timestamp: int) -> None:
    """Whoever has come on duty hears of the questions that still wait."""
    close_old_connections()
    tell_duty_custodians()


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="forget_people_nobody_referred", pass_context=False)
def forget_people_nobody_referred(timestamp: int) -> None:
    """Names, numbers and addresses of people nobody referred go after 90 days."""
    close_old_connections()
    done = forget_unlinked()
    if done.rows or done.set_aside:
        log.info("records.forgotten", rows=done.rows, people=done.people, set_aside=done.set_aside)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="let_old_referral_drafts_go", pass_context=False)
def let_old_drafts_go(timestamp: int) -> None:
    """Referrals that nobody has gone on with for 14 days."""
    close_old_connections()
    while let_old_referral_drafts_go():
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_the_hand_offs", pass_context=False)
def send_the_hand_offs(timestamp: int) -> None:
    """What waits for the council's own system goes, once."""
    close_old_connections()
    while send_hand_offs():
        continue


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="tell_suppliers_of_looks_in_emergency", pass_context=False)
def tell_of_looks_in_emergency(timestamp: int) -> None:
    """Whose information was seen by emergency access hears of it, and reviews it."""
    close_old_connections()
    tell_suppliers_of_looks()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_in_uploads", pass_context=False)
def take_in_files(timestamp: int) -> None:
    """Files that partners sent by a page; one whose job was stopped is begun again."""
    close_old_connections()
    take_in_uploads()


@app.periodic(cron="*/15 6-18 * * *")
@app.task(queueing_lock="remind_of_tasks", pass_context=False)
def remind_of_what_is_due(timestamp: int) -> None:
    """Tasks due by the next working day, and those that are late: a notice each, once, however often this runs."""
    close_old_connections()
    remind_of_tasks()
