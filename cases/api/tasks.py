"""The API of tasks: the pages' sheet and steps."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.bodies import Body, Words
from cases.api.families import TAGS, Call, answer, written
from cases.operations.give_task import finish_task, give_task, put_task_off
from cases.selectors.tasks import TasksSheet, tasks


class TaskBody(Body):
    """A task. `owner` is a post of the team, the sender's own where it is empty; `contact` or `review` its origin."""

    words = Words()
    due_on = serializers.DateField()
    owner = serializers.IntegerField(allow_null=True, default=None)
    about = serializers.UUIDField(allow_null=True, default=None)
    contact = serializers.IntegerField(allow_null=True, default=None)
    review = serializers.IntegerField(allow_null=True, default=None)
    submission = serializers.UUIDField(allow_null=True, default=None)


class PutOffBody(Body):
    """To which day a task is put off, and why."""

    due_on = serializers.DateField()
    reason = Words()


class NothingBody(Body):
    """Nothing."""


class Tasks(Call):
    """Tasks on a family."""

    @extend_schema(tags=TAGS, operation_id="tasks", responses=written(TasksSheet))
    def get(self, request: Request, reference: str) -> Response:
        """What is to be done, and what was."""
        return answer(tasks(self.actor, reference))

    @extend_schema(tags=TAGS, operation_id="give_task", request=TaskBody, responses={201: written(TasksSheet)})
    def post(self, request: Request, reference: str) -> Response:
        """Give a task."""
        self.taken(request, TaskBody, give_task, reference)
        return answer(tasks(self.actor, reference), status.HTTP_201_CREATED)


class TaskDone(Call):
    """A task is done."""

    @extend_schema(tags=TAGS, operation_id="finish_task", request=NothingBody, responses=written(TasksSheet))
    def post(self, request: Request, reference: str, task: int) -> Response:
        """Mark it as done; twice is once."""
        self.taken(request, NothingBody, finish_task, reference, task=task)
        return answer(tasks(self.actor, reference))


class TaskPutOff(Call):
    """A task is put off."""

    @extend_schema(tags=TAGS, operation_id="put_task_off", request=PutOffBody, responses=written(TasksSheet))
    def post(self, request: Request, reference: str, task: int) -> Response:
        """To a later day, with a reason."""
        self.taken(request, PutOffBody, put_task_off, reference, task=task)
        return answer(tasks(self.actor, reference))
