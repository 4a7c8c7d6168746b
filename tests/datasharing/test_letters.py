"""Notices by e-mail: a kind, a number, a date and a link; once, however often it is tried; at once or in a digest."""

from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from agencies.mail import FolderTransport, NotDelivered
from agencies.models import Letter, Notice, Post
from agencies.operations.choose_mail import choose_mail
from agencies.operations.notify import notify, settle_notices
from agencies.refusals import Invalid
from agencies.vocabulary import NoticeKind
from cases.models import Person
from datasharing.grants import end_grants
from datasharing.models import FamilyFile
from datasharing.operations.send_letters import send_letters, write_letters
from datasharing.vocabulary import Reach
from tests.cast import Cast, sign_in
from tests.world import matched_referral

MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=ZoneInfo("Europe/London"))
NIGHT = MORNING.replace(hour=3)


class Killed(BaseException):
    """The worker is killed; nothing catches that."""


class KilledAfter(FolderTransport):
    """A worker is killed just after the hand-over, and before anything is marked."""

    def deliver(self, key: UUID, message: EmailMessage) -> bool:
        super().deliver(key, message)
        raise Killed


class Deaf:
    """A server that takes nothing."""

    def deliver(self, key: UUID, message: EmailMessage) -> bool:
        raise NotDelivered from OSError()


def tell(cast: Cast, number: int = 1, family: UUID | None = None, at: datetime = NIGHT) -> None:
    notify(
        [cast.screener.post],
        NoticeKind.ACCESS_ASKED,
        event=f"access:{number}",
        leads_to="datasharing:ask",
        reference=str(number),
        family=family,
        due_at=at + timedelta(days=2),
        on=at,
    )


def kept(folder: Path) -> list[str]:
    return [path.name for path in (folder / "new").iterdir()]


def test_a_digest_tells_of_everything_once_a_day_from_half_past_seven(cast: Cast) -> None:
    tell(cast, 1)
    tell(cast, 2)
    assert write_letters(on=NIGHT) == 0
    assert write_letters(on=MORNING) == 1
    assert send_letters(on=MORNING) == 1 and send_letters(on=MORNING) == 0
    tell(cast, 3, at=MORNING)
    assert write_letters(on=MORNING + timedelta(hours=9)) == 0
    assert write_letters(on=MORNING + timedelta(days=1)) == 1
    [letter] = mail.outbox
    assert letter.to == ["screener@example.org"] and letter.subject == "Lintel: 2 notices"
    assert letter.extra_headers["Message-ID"].startswith(f"<{Letter.objects.filter(sent_at__isnull=False).get().pk}@")


def test_a_letter_says_kind_number_date_and_link_and_nobodys_name(cast: Cast) -> None:
    made = matched_referral(cast)
    file = FamilyFile.objects.get(reference=made.file)
    choose_mail(cast.screener.practitioner, "at_once")
    tell(cast, 1, family=file.pk)
    write_letters(on=NIGHT)
    assert send_letters(on=NIGHT) == 1
    [letter] = mail.outbox
    notice = Notice.objects.get()
    assert f"Notice {notice.pk}: Somebody asks for access: answer\nDue: 28 November 2026, 03:00" in letter.body
    assert f"http://127.0.0.1:8000/notices/{notice.pk}/" in letter.body
    names = {name for person in Person.objects.all() for name in (person.given_name, person.family_name)}
    said = letter.subject + letter.body
    assert names and not [name for name in [*names, cast.screener.name, made.file, made.reference] if name in said]


def test_what_is_settled_or_no_longer_theirs_is_not_sent(cast: Cast) -> None:
    file = FamilyFile.objects.get(reference=matched_referral(cast).file)
    choose_mail(cast.screener.practitioner, "at_once")
    tell(cast, 1)
    tell(cast, 2, family=file.pk)
    assert write_letters(on=NIGHT) == 2
    settle_notices(NoticeKind.ACCESS_ASKED, event="access:1")
    end_grants(None, file.pk, kinds=[Reach.REFERRAL])
    assert send_letters(on=NIGHT) == 0 and not mail.outbox
    assert Letter.objects.filter(dropped_at__isnull=False).count() == 2


def test_a_post_that_ended_is_told_nothing_more(cast: Cast) -> None:
    choose_mail(cast.screener.practitioner, "at_once")
    tell(cast)
    write_letters(on=NIGHT)
    Post.objects.filter(pk=cast.screener.post).update(ends_on=MORNING.date() - timedelta(days=30))
    assert send_letters(on=NIGHT) == 0 and not mail.outbox


def test_killed_after_the_hand_over_it_is_tried_again_and_kept_once(cast: Cast, tmp_path: Path) -> None:
    choose_mail(cast.screener.practitioner, "at_once")
    for number in range(20):
        tell(cast, number)
    assert write_letters(on=NIGHT) == 20
    for _ in range(5):
        with pytest.raises(Killed):
            send_letters(on=NIGHT, by=KilledAfter(tmp_path))
    assert len(kept(tmp_path)) == 5 and not Letter.objects.filter(sent_at__isnull=False).exists()
    (tmp_path / "cur").mkdir(exist_ok=True)
    taken = kept(tmp_path)[0]
    (tmp_path / "new" / taken).rename(tmp_path / "cur" / f"{taken}:2,S")
    later = NIGHT + timedelta(minutes=5)
    assert send_letters(on=later, by=FolderTransport(tmp_path)) == 20
    assert len(kept(tmp_path)) == 19 and taken not in kept(tmp_path)
    assert Letter.objects.filter(sent_at__isnull=False, tries=2).count() == 5
    one = message_from_bytes((tmp_path / "new" / kept(tmp_path)[0]).read_bytes())
    assert one["Message-ID"].startswith(f"<{kept(tmp_path)[0]}@")
    assert send_letters(on=later + timedelta(days=1), by=FolderTransport(tmp_path)) == 0


def test_a_server_that_takes_nothing_is_tried_later_and_ten_times(cast: Cast) -> None:
    choose_mail(cast.screener.practitioner, "at_once")
    tell(cast)
    write_letters(on=NIGHT)
    at = NIGHT
    for _ in range(10):
        assert send_letters(on=at, by=Deaf()) == 0
        assert send_letters(on=at, by=Deaf()) == 0
        at = Letter.objects.get().try_after
    assert Letter.objects.get().tries == 10
    assert send_letters(on=at + timedelta(days=9)) == 0 and not mail.outbox


def test_the_page_saves_the_choice_and_the_link_leads_through_the_door(cast: Cast, client: Client) -> None:
    sign_in(client, cast.screener)
    assert b"Once a day" in client.get("/notices/by-email/").content
    assert client.post("/notices/by-email/", {"choice": "at_once"}).status_code == 302
    assert client.post("/notices/by-email/", {"choice": "never"}).status_code == 422
    with pytest.raises(Invalid):
        choose_mail(cast.screener.practitioner, "never")
    tell(cast)
    write_letters(on=NIGHT)
    send_letters(on=NIGHT)
    link = next(line for line in mail.outbox[0].body.splitlines() if "/notices/" in line)
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 302
    assert b"one notice, sent" in client.get("/notices/by-email/").content
    sign_in(client, cast.outsider)
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 404
