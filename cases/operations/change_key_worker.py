"""Hand a family over: one key worker ends and the next begins at the same moment, with words for whoever comes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, Refused
from cases.models import Action, CaseMember, KeyWorker, Task
from cases.operations.allocate_team import fit_key_worker, start_key_worker
from cases.operations.live_case import live_case, moment, needed_words, post_words
from cases.operations.set_urgency import due_now
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door, grants


@transaction.atomic
def change_key_worker(
    actor: Actor, family_reference: str, *, key_worker: int, handover: str, on: datetime | None = None
) -> int:
    """Make `key_worker` (a post) the family's key worker from now on. Returns the case.

    The one before keeps no reach. `handover` says how things stand; the next key worker reads it on the team page.
    """
    file = door.take(
        actor,
        family_reference,
        kinds=PERMITS[Step.CHANGE_KEY_WORKER].reaches,
        words=_("Only the team manager can change the key worker."),
    )
    case = live_case(file, *PERMITS[Step.CHANGE_KEY_WORKER].states)
    words = needed_words(handover, _("how things stand, for the next key worker"), "handover")
    at = moment(on)
    worker = fit_key_worker(file, key_worker, at)
    if worker.pk == case.key_worker_id:
        raise Refused(
            _("%(worker)s is this family's key worker already.") % {"worker": post_words(worker)}, field="key_worker"
        )
    last = KeyWorker.objects.filter(case=case, ends_at__isnull=True).get()
    if at < last.starts_at:
        raise Invalid(_("The handover must come after the key worker before began."), field="key_worker")
    grants.end_grant(actor, last.grant_id, at=at)
    last.ends_at = at
    last.save(update_fields=["ends_at"])
    for member in CaseMember.objects.filter(case=case, post=worker, ends_at__isnull=True):
        grants.end_grant(actor, member.grant_id, at=at)
        CaseMember.objects.filter(pk=member.pk).update(ends_at=at)
    due = due_now(case)
    start_key_worker(actor, case, worker, at=at, due_at=due.at, due_for=due.reason, handover=words)
    case.key_worker = worker
    case.save(update_fields=["key_worker"])
    open_actions = Action.objects.filter(goal__plan__case=case, owner_post=last.post_id, done_on__isnull=True)
    open_actions.update(owner_post=worker)
    Task.objects.filter(case=case, owner=last.post_id, done_at__isnull=True).update(owner=worker)
    journal.record(
        actor,
        Event.KEY_WORKER_CHANGED,
        families=[file.id],
        detail={"case": case.pk, "from": last.post_id, "to": worker.pk},
    )
    return case.pk
