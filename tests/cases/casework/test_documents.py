"""Documents in a family's file: checked by what they are, sealed, given to whom the door opens them, to keep."""

import io
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.documents import MOST_BYTES, NotTaken, clean_name, kind_of
from cases.models import Document
from cases.operations import answer_access_request as answering
from cases.operations.add_document import add_document, withdraw_document
from cases.operations.sealing_anew import seal_anew
from cases.operations.separate_family import separate_family
from cases.selectors.access_documents import access_document
from cases.selectors.access_pack import gather
from cases.selectors.documents import document_file, documents
from datasharing.models import FamilyFile
from datasharing.operations.restrictions import set_restriction
from datasharing.operations.shred_subject import shred_subject
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, in_days

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30 + b"IEND\xaeB`\x82"
LETTER = b"Dear all,\n\nTia was at school every day in May.\n"


def packed(**parts: bytes) -> bytes:
    """A packed file of these parts; `__` stands for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr("[Content_Types].xml" if name == "types" else name.replace("__", "/"), content)
    return held.getvalue()


DOCX = packed(types=b"<Types/>", **{"word__document.xml": b"<w:document/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (JPEG, "jpeg"), (PNG, "png"), (DOCX, "docx"), (LETTER, "text")],
    ids=["pdf", "jpeg", "png", "docx", "text"],
)
def test_a_document_is_what_its_content_is(content, kind):
    assert kind_of(content).name == kind


@pytest.mark.parametrize(
    ("words", "content"),
    [
        ("is empty", lambda: b""),
        ("larger than 10 MB", lambda: b"a" * (MOST_BYTES + 1)),
        ("cut off", lambda: b"%PDF-1.7 and nothing more"),
        ("cut off", lambda: JPEG[:20]),
        ("cut off", lambda: PNG[:20]),
        ("broken", lambda: DOCX[:-30]),
        ("Packed files", lambda: packed(**{"a.exe": b"MZ"})),
        ("macros", lambda: packed(types=b"", **{"word__document.xml": b"", "word__vbaProject.bin": b"x"})),
        ("far larger inside", lambda: packed(types=b"", **{"word__document.xml": b"0" * (201 << 20)})),
        ("none of the kinds", lambda: b"MZ\x90\x00\x03"),
        ("none of the kinds", lambda: b"GIF89a\x01\x00"),
        ("none of the kinds", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("none of the kinds", lambda: b"\xef\xbb\xbf  <!DOCTYPE html><script>"),
        ("none of the kinds", lambda: b"caf\xe9"),
        ("none of the kinds", lambda: b"bell\x07"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_not_taken_is_refused_in_words(words, content):
    with pytest.raises(NotTaken) as refused:
        kind_of(content())
    assert words in refused.value.words


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("REPORT.PDF", "REPORT.PDF"),
        ("report.pdf.exe", "report.pdf.exe.pdf"),
        ("C:\\letters\\to us.html", "to us.html.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('x"\r\nSet-Cookie: a', 'x"Set-Cookie: a.pdf'),
        ("", "document.pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_ends_in_what_it_is(name, kept):
    assert clean_name(name, kind_of(PDF)) == kept


def test_a_name_that_is_too_long_is_refused():
    with pytest.raises(NotTaken, match="too long"):
        clean_name("x" * 151, kind_of(PDF))


@pytest.fixture
def world(cast):
    return allocated(cast)


def add(cast, world, by=None, **facts):
    usual = {"content": PDF, "file_name": "report.pdf", "title": "School report", "category": "education"}
    return add_document(by or cast.key_worker, world.reference, **(usual | {"about": world.child} | facts))


def of(actor):
    """The reference of somebody's agency."""
    return Agency.objects.get(pk=actor.agency).reference


def rows(cast, world, by=None):
    return documents(by or cast.key_worker, world.reference).rows


def test_it_is_sealed_at_rest_listed_and_given_as_it_came(cast, world):
    made = add(cast, world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, title, file_name FROM cases_document")
        held = b"".join(bytes(part) for part in cursor.fetchone())
    assert b"%PDF" not in held and b"report" not in held.lower()
    (row,) = rows(cast, world)
    assert [row.title, row.kind_words, row.size, row.about] == ["School report", "PDF", len(PDF), "Tia Orme"]
    given = document_file(cast.key_worker, world.reference, made)
    assert [given.name, given.media_type, given.content] == ["report.pdf", "application/pdf", PDF]


def test_each_taking_is_a_disclosure_of_its_own(cast, world):
    made = add(cast, world)
    before = JournalEntry.objects.filter(event="record.exported").count()
    document_file(cast.key_worker, world.reference, made)
    document_file(cast.key_worker, world.reference, made)
    entries = JournalEntry.objects.filter(event="record.exported")
    assert entries.count() == before + 2
    entry = entries.first()
    assert entry.subjects == [world.child] and entry.detail["seen"]["education"]["level"] == "open"


def test_who_may_open_one_follows_from_what_it_tells_of_and_who_wrote_it(cast, world):
    sign_rulebook()
    made = add(cast, world, supplier=of(cast.school))
    assert [len(rows(cast, world, who)) for who in (cast.school, cast.key_worker)] == [1, 1]
    assert rows(cast, world, cast.police) == ()
    for who, refusal in ((cast.police, NotFound), (cast.outsider, NotFound)):
        with pytest.raises(refusal):
            document_file(who, world.reference, made)


def test_a_document_that_would_be_closed_to_its_sender_is_refused(cast, world):
    health = Agency.objects.filter(kind="health").first()
    with pytest.raises(Invalid, match="could not open it yourself") as refused:
        add(cast, world, category="mental_health", supplier=health.reference)
    assert refused.value.field == "supplier"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"content": b""}, "file"),
        ({"content": b"MZ\x00"}, "file"),
        ({"file_name": "x" * 200}, "file"),
        ({"title": " "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"category": "gossip"}, "category"),
        ({"dated_on": in_days(1)}, "dated_on"),
        ({"about": uuid4()}, "about"),
        ({"supplier": "nobody"}, "supplier"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(cast, world, facts, field):
    with pytest.raises(Refused) as refused:
        add(cast, world, **facts)
    assert refused.value.field == field and not Document.objects.exists()


def test_sent_twice_by_one_form_it_is_kept_once(cast, world):
    number = uuid4()
    assert add(cast, world, submission=number) == add(cast, world, submission=number)
    assert Document.objects.count() == 1


def test_one_put_here_in_error_is_given_to_nobody_any_longer(cast, world):
    sign_rulebook()
    made = add(cast, world, title="Of another family", supplier=of(cast.school))
    with pytest.raises(NotAllowed):
        withdraw_document(cast.school, world.reference, made, reason="It is not theirs.")
    with pytest.raises(NotFound):
        withdraw_document(cast.police, world.reference, made, reason="It is not theirs.")
    withdraw_document(cast.key_worker, world.reference, made, reason="It belongs to another family.")
    with pytest.raises(NotFound):
        document_file(cast.key_worker, world.reference, made)
    (taken_out,) = rows(cast, world)
    assert taken_out.title == "" and "another family" in taken_out.withdrawn_because
    with pytest.raises(Refused, match="taken out already"):
        withdraw_document(cast.key_worker, world.reference, made, reason="again")


def test_what_is_about_somebody_sealed_is_not_there(cast, world):
    made = add(cast, world)
    add(cast, world, about=None, title="Of everybody")
    set_restriction(
        cast.da_adviser, world.child, kind="sealed", categories=["identity"], reason="Hidden from a violent partner.",
        named=[], custodians=[cast.da_adviser.post, cast.team_manager.post], review_on=in_days(30),
        confirm_by=timezone.now() + timedelta(days=1), family=FamilyFile.objects.get(reference=world.reference).pk,
    )  # fmt: skip
    assert [row.title for row in rows(cast, world)] == ["Of everybody"]
    for refused in (made, 999_999):
        with pytest.raises(NotFound):
            document_file(cast.key_worker, world.reference, refused)


def test_shredding_a_persons_key_takes_their_documents_and_leaves_the_familys(cast, world):
    theirs, shared = add(cast, world), add(cast, world, about=None)
    shred_subject(None, world.child)
    held = {one.pk: (one.title, bytes(one.content)) for one in Document.objects.all()}
    assert held == {theirs: ("", b""), shared: ("School report", PDF)}


def test_what_is_the_familys_goes_under_the_key_of_the_record_that_it_is_merged_into(cast, world):
    add(cast, world), add(cast, world, about=None)
    other = FamilyFile.objects.get(reference=allocated(cast, number=1).reference)
    Document.objects.update(file=other)
    assert seal_anew(other.pk) == 1
    owners = {one.__dict__["content"].owner for one in Document.objects.all()}
    assert owners == {world.child, other.pk}
    assert {bytes(one.content) for one in Document.objects.all()} == {PDF}


@pytest.mark.parametrize("is_sealed", [True, False])
def test_what_is_about_those_who_go_alone_goes_with_them_when_one_record_becomes_two(cast, is_sealed):
    """Under a seal the old record keeps its own, and the new one has one about the people as it knows them."""
    sign_rulebook()
    world = allocated(cast, people=4)
    add(cast, world), add(cast, world, about=world.members[1], title="Of the other parent")
    custodians = [cast.team_manager.post, cast.da_adviser.post] if is_sealed else []
    new = separate_family(
        cast.team_manager, world.reference, going=[world.parent, world.child], key_worker=cast.colleague.post,
        reason="They fled and must not be found.", is_sealed=is_sealed, custodians=custodians,
    )  # fmt: skip
    (row,) = documents(cast.colleague, new).rows
    assert row.title == "School report"
    assert document_file(cast.colleague, new, row.id).content == PDF
    assert len(rows(cast, world)) == (2 if is_sealed else 1)


def test_it_is_gathered_for_whoever_asks_what_is_held_about_them(cast, world):
    add(cast, world), add(cast, world, about=world.parent, title="Of the mother")
    found = [
        item
        for item in gather(world.child, held_back={}, by_the_person=True)
        if item.record.startswith("cases.Document:")
    ]
    assert [dict(item.values)["What it is called"] for item in found] == ["School report"]
    assert "%PDF" not in str(found)


def test_whoever_answers_an_access_request_reads_the_document_and_hands_it_over_with_the_pack(cast, client, world):
    sign_rulebook()
    mine, others = add(cast, world, about=world.parent), add(cast, world)
    request = answering.record_access_request(
        cast.key_worker, world.reference, subject=world.parent, asked_by="person", received_on=in_days(-1), words="All."
    )
    with pytest.raises(NotFound):
        access_document(cast.governance, request, mine)
    answering.check_identity(cast.governance, request, how="The key worker knows her.")
    assert access_document(cast.governance, request, mine).content == PDF
    with pytest.raises(NotFound):
        access_document(cast.governance, request, others)
    answering.prepare_pack(cast.governance, request)
    answering.approve_pack(cast.duty_manager, request)
    sign_in(client, cast.governance)
    assert b"Open the document" in client.get(reverse("cases:access_request", args=[request])).content
    assert client.post(reverse("cases:access_document", args=[request, mine])).content == PDF
    assert JournalEntry.objects.filter(event="access_request.released", detail__document=mine).count() == 1


# Pages


def send(client, world, content=PDF, name="report.pdf", **facts):
    usual = {"title": "School report", "category": "education", "about": "", "supplier": "ashworth-council"}
    file = {"file": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(reverse("cases:add_document", args=[world.reference]), usual | facts | file)


def test_a_page_takes_one_and_gives_it_to_keep_and_never_to_show(cast, client, world):
    sign_in(client, cast.key_worker)
    assert send(client, world, name="b\u00e9bé <x>.pdf").status_code == 302
    made = Document.objects.get()
    given = client.get(reverse("cases:document", args=[world.reference, made.pk]))
    assert given.content == PDF and given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment; filename")
    assert given["X-Content-Type-Options"] == "nosniff" and given["Cache-Control"] == "no-store"
    assert "sandbox" in given["Content-Security-Policy"] and "default-src 'none'" in given["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "This file is empty"), (b"MZ\x00", "none of the kinds"), (None, "Choose"), (b"%PDF-1", "cut off")],
)
def test_a_page_says_what_is_wrong_and_keeps_what_was_typed(cast, client, world, content, said):
    sign_in(client, cast.key_worker)
    page = send(client, world, content=content, title="A report that I typed")
    assert page.status_code == 422 and said in page.content.decode()
    assert "A report that I typed" in page.content.decode() and not Document.objects.exists()


@pytest.mark.parametrize("people", [3, 14])
def test_the_list_takes_at_most_twenty_queries(cast, client, people):
    world = allocated(cast, people=people)
    for subject in world.members:
        add(cast, world, about=subject)
    sign_in(client, cast.key_worker)
    address = reverse("cases:documents", args=[world.reference])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 20 and not any('"cases_document"."content"' in one for one in asked)


def test_a_document_is_added_kept_and_taken_out_by_api(cast, client):
    sign_rulebook()
    world = allocated(cast)
    sign_in(client, cast.key_worker)
    here = f"/api/v1/families/{world.reference}/documents/"

    def letter():
        return SimpleUploadedFile("letter.txt", LETTER, "text/plain")

    body = {"title": "School letter", "category": "education", "about": str(world.child), "submission": str(uuid4())}
    assert client.post(here, body | {"file": letter()}).status_code == 201
    made = client.post(here, body | {"file": letter()})
    (row,) = made.json()["rows"]
    assert made.status_code == 201 and row["title"] == "School letter"
    kept = client.get(f"{here}{row['id']}/")
    assert kept.content == LETTER and kept["Content-Disposition"].startswith("attachment")
    assert "record.exported" in JournalEntry.objects.order_by("-pk").values_list("event", flat=True)[:3]
    wrong = client.post(here, body | {"file": SimpleUploadedFile("a.exe", b"MZ\x90"), "submission": ""})
    assert wrong.status_code == 422
    out = f"{here}{row['id']}/withdraw/"
    assert client.post(out, {"reason": ""}, "application/json").status_code == 422
    assert client.post(out, {"reason": "Another child's letter"}, "application/json").status_code == 200
    assert client.get(f"{here}{row['id']}/").status_code == 404
    sign_in(client, cast.outsider)
    assert client.get(here).status_code == 404
    assert client.post(here, body | {"file": letter()}).status_code == 404
