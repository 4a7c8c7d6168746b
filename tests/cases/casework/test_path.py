"""The path from the waiting list to the review, step by step, as the operations take it."""

from cases.models import Case, KeyWorker, Plan
from tests.world_casework import contacted


def test_a_family_goes_from_the_waiting_list_to_a_plan(cast):
    world = contacted(cast)
    case = Case.objects.get(pk=world.case)
    assert case.state == "planned"
    assert KeyWorker.objects.filter(case=case, ends_at__isnull=True).count() == 1
    assert Plan.objects.filter(case=case).count() == 1
