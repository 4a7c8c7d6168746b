"""Exactly one key worker at any moment, whatever people press at once: threads on the real database."""

import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agencies.refusals import Refused
from cases.models import Case, KeyWorker
from cases.operations.allocate_team import allocate_team
from datasharing.models import Grant
from tests.cast import make_cast
from tests.world_casework import allocated, waiting


def _all_at_once(cast, reference, number):
    """Allocate one family from so many threads, each on its own connection; count what each was told."""
    told: Counter[str] = Counter()
    together = threading.Barrier(number)
    workers = [cast.key_worker.post, cast.second_key_worker.post, cast.colleague.post]

    def press(place):
        try:
            together.wait(120)
            allocate_team(
                cast.team_manager,
                reference,
                key_worker=workers[place % len(workers)],
                members=[cast.police.post, cast.health.post],
                team="locality-north",
            )
            told["allocated"] += 1
        except Refused as refusal:
            told[refusal.words] += 1
        except Exception as error:
            told[f"{type(error).__name__}: {error}"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _check(world, told, number):
    assert told.pop("allocated") == 1, told
    ((words, refused),) = told.items()
    case = Case.objects.select_related("key_worker__practitioner").get(pk=world.case)
    assert words.startswith(f"{world.reference} is already allocated to {case.key_worker.practitioner.name}")
    assert refused == number - 1
    assert KeyWorker.objects.filter(family__file__reference=world.reference).count() == 1
    assert Grant.objects.filter(file__reference=world.reference, kind="key_worker").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twelve_who_allocate_at_once_one_succeeds_and_eleven_are_told_who_has_the_family():
    cast = make_cast()
    world = waiting(cast)
    _check(world, _all_at_once(cast, world.reference, 12), 12)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_who_allocate_at_once_one_succeeds_and_all_others_are_told_who_has_the_family(capsys):
    cast = make_cast()
    world = waiting(cast)
    told = _all_at_once(cast, world.reference, 200)
    refused = told.total() - told["allocated"]
    with capsys.disabled():
        sys.stdout.write(f"\n200 simultaneous allocations: {told['allocated']} key worker, {refused} clear refusals\n")
    _check(world, told, 200)


def test_the_database_itself_refuses_a_second_key_worker(cast):
    world = allocated(cast)
    held = KeyWorker.objects.get(case=world.case)
    with pytest.raises(IntegrityError, match="a_family_has_one_key_worker_at_a_time"), transaction.atomic():
        KeyWorker.objects.create(
            family=held.family,
            case=held.case,
            post_id=cast.second_key_worker.post,
            grant=held.grant,
            starts_at=timezone.now() + timedelta(days=1),
        )
