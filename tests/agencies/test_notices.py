"""A notice tells one post of one event once, and leaves every list when what it asked for is done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agencies.models import Notice, Post
from agencies.operations.notify import notify, see_notice, settle_notices
from agencies.vocabulary import NoticeKind
from tests.cast import Cast

ASKED = NoticeKind.ACCESS_ASKED


def tell(*posts: int) -> int:
    """Tell these posts of one event."""
    return notify(posts, ASKED, event="access_request:1", leads_to="datasharing:notices")


def test_one_event_gives_one_notice_a_post(cast: Cast) -> None:
    assert tell(cast.key_worker.post, cast.key_worker.post, cast.team_manager.post) == 2
    assert tell(cast.key_worker.post, cast.governance.post) == 1
    assert Notice.objects.count() == 3
    held = Notice.objects.filter(post_id=cast.key_worker.post).get()
    held.pk = None
    with pytest.raises(IntegrityError, match="an_event_is_told_to_a_post_once"), transaction.atomic():
        held.save(force_insert=True)


def test_a_post_that_has_ended_is_told_nothing(cast: Cast) -> None:
    Post.objects.filter(pk=cast.key_worker.post).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert tell(cast.key_worker.post) == 0


def test_what_is_settled_is_settled_for_everybody_told(cast: Cast) -> None:
    tell(cast.key_worker.post, cast.team_manager.post)
    see_notice(cast.key_worker.post, Notice.objects.get(post_id=cast.key_worker.post).pk)
    see_notice(cast.governance.post, Notice.objects.get(post_id=cast.team_manager.post).pk)
    assert Notice.objects.filter(seen_at__isnull=False).count() == 1
    assert settle_notices(ASKED, event="access_request:1") == 2
    assert settle_notices(ASKED, event="access_request:1") == 0
