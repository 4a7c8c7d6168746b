"""Whoever has a task is reminded on the working day before it is due, and once more when it is late: each once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agencies.operations.notify import notify
from agencies.vocabulary import NoticeKind
from cases.models import Task
from cases.operations.give_task import end_of_day
from cases.vocabulary import CaseState
from cases.working_days import add_working_days
from datasharing.belt import Work, working

AT_ONCE = 500
"""Tasks of one transaction."""


def remind_of_tasks(*, on: datetime | None = None) -> int:
    """Tell of every task due by the end of the next working day, and of every one that is late; returns how many.

    A reminder is named after the task and its day, so that it is written once however often this runs or is stopped.
    """
    at = on or timezone.now()
    today = timezone.localdate(at)
    soon = add_working_days(today, 1)
    told, last = 0, 0
    while True:
        with transaction.atomic(), working(Work.REMINDERS):
            found = list(
                Task.objects.filter(pk__gt=last, done_at__isnull=True, due_on__lte=soon)
                .exclude(case__state=CaseState.CLOSED)
                .select_related("case__family__file")
                .order_by("pk")[:AT_ONCE]
            )
            for task in found:
                told += notify(
                    [task.owner_id],
                    NoticeKind.TASK_LATE if task.due_on < today else NoticeKind.TASK_DUE,
                    event=f"task:{task.pk}:{task.due_on}",
                    leads_to="cases:tasks",
                    reference=task.case.family.file.reference,
                    family=task.case.family_id,
                    due_at=end_of_day(task.due_on),
                    on=at,
                )
        if len(found) < AT_ONCE:
            return told
        last = found[-1].pk
