"""What somebody reads who has a copy of the database and no key: nobody's name, number, address or words."""

from base64 import b64encode
from collections import Counter
from datetime import date, timedelta
from inspect import signature
from io import BytesIO
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from agencies.models import Letter, Notice
from cases.intake.models import Extract, ExtractRow, UploadPart
from cases.intake.operations.import_extract import import_extract
from cases.intake.operations.join_records import join_records
from cases.intake.operations.keep_referral_draft import keep_referral_draft
from cases.intake.operations.resend_set_aside import resend_set_aside
from cases.intake.operations.upload_extract import take_in_uploads, upload_extract
from cases.models import Draft, ReferralDraft
from cases.operations.keep_draft import keep_draft
from cases.operations.record_contact import NewPart, record_contact
from datasharing.operations.send_letters import send_letters, write_letters
from lintel.sessions import SessionStore
from tests.cases.intake.extracts import COVER, file_of, health, mended_file
from tests.cases.intake.suppliers import AGENCIES, make_suppliers, sign
from tests.cast import SECRET, Cast, give_second_factor
from tests.world import decided
from tests.world_casework import contacted

GIVEN, FAMILY, NUMBER, POSTCODE = "Quillabel", "Vantressa", "9434765870", "ZQ9 9ZZ"
ADDRESS, TELEPHONE, WORDS, BORN = "77 Canary Wharfside", "01632 960777", "whispered nightly", date(1987, 2, 9)
CANARIES = (GIVEN, FAMILY, NUMBER, POSTCODE, ADDRESS, TELEPHONE, WORDS, BORN.isoformat(), SECRET)


def written(word: str) -> set[str]:
    """A word plain, in hexadecimal, and in base 64 wherever it begins."""
    raw = word.encode()
    found = {word.casefold(), raw.hex()}
    for before in range(3):
        whole = b64encode(b"." * before + raw).decode()
        found.add(whole[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6].casefold())
    return found


def everything() -> dict[str, str]:
    """Every row of every table, as the database writes it, by the table's name."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(held::text, chr(10)) FROM "{table}" AS held')
            found[table] = (cursor.fetchone()[0] or "").casefold()
    return found


def seen(canaries: tuple[str, ...]) -> list[tuple[str, str]]:
    """The tables in which a canary can be read, and which."""
    tables = everything()
    assert len(tables) > 80 and sum(map(len, tables.values())) > 20_000
    return [
        (table, word) for word in canaries for form in written(word) for table, rows in tables.items() if form in rows
    ]


def test_nothing_of_a_canary_can_be_read_in_the_whole_database(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    person = {
        "given_name": GIVEN, "family_name": FAMILY, "date_of_birth": BORN.isoformat(), "sex": "F", "role": "parent",
        "nhs_number": NUMBER, "address": ADDRESS, "postcode": POSTCODE, "telephone": TELEPHONE,
    }  # fmt: skip
    decided(cast, people=[person, person | {"given_name": "Ottoline", "nhs_number": ""}], concern=f"She {WORDS}.")
    world = contacted(cast, number=3)
    part = NewPart("contacts", [world.parent], f"{GIVEN} {FAMILY} {WORDS}")
    record_contact(
        cast.key_worker, world.reference, kind="home_visit", held_at=timezone.now() - timedelta(hours=3), minutes=9,
        place_words=ADDRESS, seen=[world.parent], parts=[part], next_step=f"Ring {TELEPHONE}",
    )  # fmt: skip
    keep_draft(cast.key_worker, world.reference, step="record_contact", typed={"place_words": [ADDRESS, WORDS]})
    keep_referral_draft(cast.school, typed={"people-0-family_name": [FAMILY]}, submission=uuid4())
    keep_referral_draft(None, typed={"concern": [WORDS], "people-0-telephone": [TELEPHONE]}, submission=uuid4())
    session = SessionStore()
    session["typed"] = f"{GIVEN} {FAMILY} {NUMBER}"
    session.create()
    give_second_factor("key_worker")
    with caplog.at_level("DEBUG"):
        write_letters(on=timezone.now() + timedelta(days=1))
        assert send_letters(on=timezone.now() + timedelta(days=1))
    for told in (Notice, Letter, Session, Authenticator, Draft, ReferralDraft):
        assert told.objects.exists(), told.__name__
    assert seen(CANARIES) == []
    assert told_in(caplog.text + "".join(f"{one.subject}{one.body}" for one in mail.outbox), CANARIES) == []


def told_in(text: str, canaries: tuple[str, ...]) -> list[str]:
    """The canaries that can be read in a text."""
    return [word for word in canaries for form in written(word) if form in text.casefold()]


def test_no_job_in_the_background_is_given_anything_but_the_moment() -> None:
    """What a job works on it reads itself, so that nothing of anybody waits among the jobs."""
    ours = [one for one in app.tasks.values() if one.func.__module__.split(".")[0] not in ("procrastinate", "builtin")]
    assert len(ours) >= 9
    assert {tuple(signature(one.func).parameters) for one in ours} == {("timestamp",)}


PERSON = f"{NUMBER},{FAMILY},{GIVEN},{BORN:%Y%m%d},{POSTCODE}"
PUPIL = f",{GIVEN},{FAMILY},{BORN:%d/%m/%Y},F,{ADDRESS},{POSTCODE}"
NO_DAY = "19870299"


def test_nothing_of_a_canary_in_a_partners_files_can_be_read_whatever_became_of_the_row(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    place = make_suppliers()
    sign(*AGENCIES)
    files = [
        file_of("health_events", health(PERSON), health(PERSON, WORDS), health(PERSON, first=NO_DAY)),
        file_of("health_events", health(PERSON), health(PERSON, "Mental health service")),
        BytesIO((health(PERSON) + "\r\n").encode() * 2),
    ]
    for file in files:
        upload_extract(place.health, "health_events", content=[file.getvalue()], cover=COVER)
    with caplog.at_level("DEBUG"):
        assert take_in_uploads() == 3
    upload_extract(place.health, "health_events", content=[files[0].getvalue()], cover=COVER)
    pupil = file_of("council_education", f"{PUPIL},2024-25 Autumn,142,20,0,1,N", f"{PUPIL},{WORDS},142,20,0,1,N")
    import_extract(None, "council_education", file=pupil, cover=COVER, supplier="ashworth-council")
    failing = mended_file("health_events", [(3, health(PERSON, f"still {WORDS}"))])
    extract = Extract.objects.order_by("pk").first()
    assert extract and resend_set_aside(place.health, extract.pk, file=failing).failing == 1
    join_records(None)
    assert Counter(ExtractRow.objects.values_list("status", flat=True)) == {"in": 3, "set_aside": 3}
    assert Extract.objects.filter(state="refused").count() == 1 and UploadPart.objects.count() == 1
    canaries = (*CANARIES, f"{BORN:%Y%m%d}", f"{BORN:%d/%m/%Y}", NO_DAY)
    assert seen(canaries) == []
    assert told_in(caplog.text, canaries) == []


def test_the_search_finds_what_was_written_in_any_of_the_ways(db: None) -> None:
    for held in (FAMILY, FAMILY.encode().hex(), b64encode(f"a{FAMILY}".encode()).decode()):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE told AS SELECT %s::text AS held", [f"{{{held}}}"])
            cursor.execute("SELECT held::text FROM told")
            (row,) = cursor.fetchone()
            cursor.execute("DROP TABLE told")
        assert any(form in row.casefold() for form in written(FAMILY)), held
