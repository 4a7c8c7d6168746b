"""A partner's file sent by a page: sealed until it is in, begun again when stopped, its progress told, then gone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from agencies.refusals import Invalid, NotAllowed
from cases.intake.models import Extract, ExtractRow, Upload, UploadPart
from cases.intake.operations import upload_extract as module
from cases.intake.operations.upload_extract import take_in_uploads, upload_extract
from cases.intake.selectors.extracts import cover_near, upload, uploads
from cases.models import Person
from datasharing.models import DataKey
from tests.cases.intake.extracts import ANN, BEN, COVER, health, health_file, mended_file
from tests.cases.intake.suppliers import Suppliers
from tests.cast import sign_in

pytestmark = pytest.mark.django_db
SHORT = "9434765870,Holt,Wayne,1980"


def send(place: Suppliers, *rows: str, actor: Any = None) -> Any:
    content = health_file(*rows).read()
    parts = [content[:50], content[50:]]
    return upload_extract(actor or place.health, "health_events", content=iter(parts), cover=COVER)


def test_a_file_is_sealed_until_it_is_in_and_then_gone(place: Suppliers) -> None:
    sent = send(place, health(ANN), health(BEN), SHORT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(encode(content, 'escape'), '') FROM cases_uploadpart")
        assert "Khan" not in cursor.fetchone()[0]
    assert upload(place.health, sent).state_words == "Waits to be read"
    assert take_in_uploads() == 1 and take_in_uploads() == 0
    held = upload(place.health, sent)
    assert held.is_done and held.outcome == "Rows in: 2. Set aside: 1."
    assert held.extract == Extract.objects.get().pk and Person.objects.count() == 2
    assert not UploadPart.objects.exists() and not DataKey.objects.filter(owner=sent).exists()


def test_one_whose_job_was_stopped_is_begun_again_and_is_in_once(place: Suppliers, monkeypatch: Any) -> None:
    sent = send(place, health(ANN), health(BEN))

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(module, "join_records", stopped)
        with pytest.raises(KeyboardInterrupt):
            take_in_uploads()
    assert take_in_uploads() == 0, "it may still be running"
    late = timezone.now() + timedelta(minutes=4)
    Upload.objects.update(heard_at=timezone.now() - timedelta(minutes=4))
    assert upload(place.health, sent).stopped
    assert take_in_uploads(on=late) == 1
    assert upload(place.health, sent).state == "in"
    assert ExtractRow.objects.count() == 2 and Person.objects.count() == 2


def test_a_file_that_cannot_go_in_is_refused_in_words(place: Suppliers) -> None:
    sent = upload_extract(place.health, "health_events", content=[b"a,b\r\n1,2\r\n"], cover=COVER)
    take_in_uploads()
    held = upload(place.health, sent)
    assert held.state == "refused" and "column" in held.outcome
    assert not ExtractRow.objects.exists() and not UploadPart.objects.exists()


def test_who_may_send_and_see_it(place: Suppliers) -> None:
    with pytest.raises(NotAllowed):
        send(place, health(ANN), actor=place.police)
    with pytest.raises(Invalid, match="empty"):
        upload_extract(place.health, "health_events", content=[], cover=COVER)
    assert not Upload.objects.filter(size__gt=0).exists()
    send(place, health(ANN))
    assert len(uploads(place.health)) == len(uploads(place.administrator)) == 1 and uploads(place.police) == ()


def test_a_file_larger_than_its_profile_allows_is_refused(place: Suppliers, monkeypatch: Any) -> None:
    shape = module.shipped_profile("health_events")
    small = replace(shape, bounds=replace(shape.bounds, bytes=1 << 20))
    monkeypatch.setattr(module, "shipped_profile", lambda name: small)
    with pytest.raises(Invalid, match="1 MB at most"):
        upload_extract(place.health, "health_events", content=iter([b"x" * (1 << 20), b"x"]), cover=COVER)


def test_what_partners_cover_is_told_with_how_old_it_is(place: Suppliers) -> None:
    send(place, health(ANN))
    take_in_uploads()
    (row,) = cover_near("ashworth/north")
    assert (row.covers_from, row.covers_to, row.rows_in) == (COVER.first_day, COVER.last_day, 1)
    assert row.days_old == (timezone.localdate() - COVER.last_day).days
    assert cover_near("brindle") == ()


def test_the_pages_from_sending_to_the_mended_rows(place: Suppliers) -> None:
    client = sign_in(Client(), place.health)
    page = client.get("/extracts/")
    assert page.status_code == 200 and "No file has been taken in yet" in page.content.decode()
    given = {
        "profile": "health_events", "covers_from": "2023-09-01", "covers_to": "2026-08-31",
        "supplied_on": "2026-09-04",
    }  # fmt: skip
    file = SimpleUploadedFile("health.csv", health_file(health(ANN), SHORT).read())
    sent = client.post("/extracts/send/", given | {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    waits = client.get(sent.url)
    assert "Waits to be read" in waits.content.decode() and waits["Refresh"]
    take_in_uploads()
    done = client.get(sent.url)
    assert "Rows in: 1. Set aside: 1." in done.content.decode() and "Refresh" not in done
    extract = Extract.objects.get().pk
    page = client.get(f"/extracts/{extract}/").content.decode()
    assert "Wayne" in page and "Download all rows set aside" in page
    assert b"Wayne" in b"".join(client.get(f"/extracts/{extract}/set-aside/").streaming_content)
    line = ExtractRow.objects.get(status="set_aside").line
    mended = mended_file("health_events", [(line, health(BEN))])
    answer = client.post(f"/extracts/{extract}/", {"file": SimpleUploadedFile("m.csv", mended.read())}, follow=True)
    assert "Rows that went in: 1;" in answer.content.decode()
    lead = sign_in(Client(), place.governance)
    assert "Wayne" not in lead.get(f"/extracts/{extract}/").content.decode()
    assert lead.get(f"/extracts/{extract}/set-aside/").status_code == 403
    police = sign_in(Client(), place.police)
    assert police.get(f"/extracts/{extract}/").status_code == police.get(sent.url).status_code == 404
