"""What is accepted as a signed document, and what is refused, with a reason and what to do."""

import zipfile
from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Stream, String

from tracker.documents import child, intake
from tracker.documents.intake import Refused, take

LIMIT_MB = 2


def refused(store, data, name="signed.pdf"):
    with pytest.raises(Refused) as caught:
        take(BytesIO(data), name, store, LIMIT_MB)
    return caught.value


def kept(folder):
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]


def test_a_pdf_is_kept_under_the_digest_of_its_bytes(store, folder, made):
    data = made()
    taken = take(BytesIO(data), "Attestation signed.PDF", store, LIMIT_MB)
    assert (taken.name, taken.size, taken.pages) == ("Attestation signed.pdf", len(data), 1)
    assert taken.media_type == "application/pdf"
    with store.open(taken.digest) as file:
        assert file.read() == data
    assert [path.name for path in kept(folder)] == [taken.digest]


def test_the_same_file_twice_is_kept_once(store, folder, made):
    data = made()
    first, second = (take(BytesIO(data), name, store, LIMIT_MB) for name in ("a.pdf", "b.pdf"))
    assert first.digest == second.digest
    assert len(kept(folder)) == 1


def test_blanks_before_and_after_a_pdf_do_no_harm(store, made):
    assert take(BytesIO(b"\xef\xbb\xbf\r\n" + made() + b"\r\n\0\0"), "a.pdf", store, LIMIT_MB).pages == 1


PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
PAGE = b"<html><script>alert(1)</script></html>"
NOT_PDF = {
    "empty": (b"", "empty", "empty"),
    "text": (b"I agree", "not a PDF", "PDF"),
    "picture named PDF": (PICTURE, "not a PDF", "PNG"),
    "page named PDF": (PAGE, "not a PDF", "PDF"),
    "header only": (b"%PDF-1.7\n%%EOF", "unreadable", "damaged"),
    "noise after a header": (b"%PDF-1.7\n" + b"\xff\x00" * 500 + b"\n%%EOF", "unreadable", "damaged"),
}


@pytest.mark.parametrize("case", NOT_PDF)
def test_what_is_no_pdf_is_refused_whatever_its_name(store, folder, case):
    data, reason, words = NOT_PDF[case]
    refusal = refused(store, data)
    assert refusal.reason == reason
    assert words in refusal.sentence
    assert kept(folder) == []


def zipped():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("evil.js", "alert(1)")
    return file.getvalue()


@pytest.mark.parametrize(
    ("before", "after"), [(PAGE, b""), (b"", PAGE), (b"", zipped()), (b"", zipped() + b"\n%%EOF"), (b"PK", b"")]
)
def test_a_file_that_is_two_things_at_once_is_refused(store, folder, made, before, after):
    assert refused(store, before + made() + after).reason == "mixed"
    assert kept(folder) == []


def test_a_cut_file_is_refused(store, made):
    data = made()
    assert refused(store, data[: len(data) // 2]).reason == "unreadable"


def test_a_file_over_the_limit_is_refused_with_the_limit(store, folder, made):
    refusal = refused(store, made() + b" " * (LIMIT_MB * 1024 * 1024))
    assert refusal.reason == "too large"
    assert f"{LIMIT_MB} MB" in refusal.sentence
    assert kept(folder) == []


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_protected_pdf_is_refused(store, made, user):
    refusal = refused(store, made(encryption=Encryption(owner="owner", user=user)))
    assert refusal.reason == "encrypted"
    assert "protection" in refusal.sentence


def script(pdf):
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def on_page(pdf, **annotation):
    pdf.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **annotation)])


def open_action(pdf):
    pdf.Root.OpenAction = script(pdf)


def script_names(pdf):
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script(pdf)])))


def page_action(pdf):
    pdf.pages[0].AA = Dictionary(O=script(pdf))


def unused_script(pdf):
    pdf.Root.PieceInfo = Array([Array([Dictionary(Deep=pdf.make_indirect(script(pdf)))])])


def launch(pdf):
    on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("calc.exe")))


def submit_form(pdf):
    on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://evil.example")))


def xfa(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=[], XFA=Stream(pdf, b"<xdp/>"))


def rich_media(pdf):
    on_page(pdf, Subtype=Name.RichMedia, RichMediaContent=Dictionary())


def embedded(pdf):
    pdf.attachments["evil.exe"] = b"MZ"


def film(pdf):
    on_page(pdf, Subtype=Name.Movie)


def go_to_embedded(pdf):
    on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.GoToE))


def go_to_another_file(pdf):
    on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])))


def external_stream(pdf):
    pdf.pages[0].Contents = Stream(pdf, b"", F=Dictionary(Type=Name.Filespec, F=String("elsewhere.txt")))


def reference(pdf):
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Ref = Dictionary(F=String("other.pdf"), Page=0)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(X=form))


ACTIVE = {
    open_action: "script",
    script_names: "script",
    page_action: "script",
    unused_script: "script",
    launch: "program",
    submit_form: "form",
    xfa: "form",
    rich_media: "film",
    embedded: "another file",
    film: "film",
    go_to_embedded: "another file",
    go_to_another_file: "stands in another file",
    external_stream: "stands in another file",
    reference: "stands in another file",
}


@pytest.mark.parametrize("change", ACTIVE, ids=lambda change: change.__name__)
@pytest.mark.parametrize("streams", [ObjectStreamMode.disable, ObjectStreamMode.generate])
def test_a_pdf_that_does_something_is_refused(store, folder, made, change, streams):
    refusal = refused(store, made(change, object_stream_mode=streams))
    assert refusal.reason == "active"
    assert ACTIVE[change] in refusal.sentence
    assert kept(folder) == []


def test_a_script_whose_name_is_spelled_in_hexadecimal_is_found(store, made):
    data = made(open_action, object_stream_mode=ObjectStreamMode.disable)
    hidden = data.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4a#53")
    assert hidden != data
    assert refused(store, hidden).reason == "active"


def nested(depth):
    deep = b"[" * depth + b"]" * depth
    return b"%PDF-1.7\n1 0 obj\n" + deep + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def test_arrays_nested_two_hundred_thousand_deep_give_no_verdict_but_a_refusal(store, folder):
    try:
        assert take(BytesIO(nested(200_000)), "a.pdf", store, LIMIT_MB).pages is None
    except Refused:
        assert kept(folder) == []


def test_cross_references_that_go_in_circles_are_refused(store):
    head = b"%PDF-1.7\n"
    loop = head + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    assert refused(store, loop).reason == "unreadable"


def test_a_crash_of_the_check_is_no_verdict_and_loses_nothing(store, folder, made, monkeypatch, tmp_path):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(intake, "SCRIPT", crash)
    taken = take(BytesIO(made()), "a.pdf", store, LIMIT_MB)
    assert taken.pages is None
    assert [path.name for path in kept(folder)] == [taken.digest]


def test_a_check_that_hangs_is_ended(tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("while True: pass")
    with pytest.raises(child.CouldNotCheck):
        child.run(slow, seconds=0.5)


def test_the_check_cannot_take_more_than_a_gigabyte(made, tmp_path):
    greedy = tmp_path / "greedy.py"
    greedy.write_text("from tracker.documents.confined import confine; confine(); print(len(bytearray(2 * 1024**3)))")
    with pytest.raises(child.CouldNotCheck):
        child.run(greedy)


def test_a_form_with_fields_and_links_to_pages_is_accepted(store, made):
    def fields(pdf):
        text = Dictionary(FT=Name.Tx, T=String("name"), V=String("Cora"))
        pdf.Root.AcroForm = Dictionary(Fields=[pdf.make_indirect(text)], SigFlags=3)
        on_page(pdf, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://acme.example")))
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])

    assert take(BytesIO(made(fields)), "a.pdf", store, LIMIT_MB).pages == 1
