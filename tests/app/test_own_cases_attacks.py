"""What a hostile upload tries: each attempt is refused in words, within its limits, and nothing is written or run."""

import io
import struct
import sys
import zipfile
import zlib

import pytest
from own_case_samples import SLUG, small_files, zipped

from app import own_case_proof
from app.case_upload import MAX_ENTRIES, check_slug, read_zip
from app.own_case_folder import digest_of, folder_for
from app.own_case_proof import Limits, prove
from app.store import BadOwnCase
from cases import variant
from cases.load import load_folder
from cases.problem import CaseError
from cases.text_file import MAX_BYTES
from cases.variant import draw
from cases.versions import digest

TIGHT = Limits(cpu_s=30, wall_s=60, variant_s=3.0)


def refused(data):
    with pytest.raises(BadOwnCase) as told:
        read_zip(data)
    for lang in ("fr", "en"):
        assert "{" not in told.value.explain(lang)
    return told.value.key.removeprefix("own_cases.error.bad_")


def entry(name, content="x", **attributes):
    """A sound case with one entry more, its fields set to what no tool would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path, text in small_files().items():
            made.writestr(path, text)
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        for field, value in attributes.items():
            setattr(info, field, value)
        made.writestr(info, content)
    return out.getvalue()


# -- the zip --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", [SLUG, ""])
def test_a_sound_folder_is_read(top):
    files = small_files() | {"design.md": "notes\r\n", "annexes/list.csv": "\ufeffa;b\n"}
    found = read_zip(zipped(files, top))
    assert found.slug == top
    assert found.files == files | {"design.md": "notes\n", "annexes/list.csv": "a;b\n"}


def test_what_is_no_part_of_the_paper_is_left_out():
    more = {"published/v1/case.yaml": "x", "published/run.exe": "x", "outcomes.json": "{}"}
    junk = {"__MACOSX/._case.yaml": "x", ".DS_Store": "x", ".git/config": "x"}
    assert read_zip(zipped(small_files() | more | junk)).files == small_files()


@pytest.mark.parametrize(
    "name",
    [
        "../evil.md", "annexes/../../evil.csv", "/etc/passwd", "annexes/./x.csv", "C:/x.csv", "annexes//x.csv",
        "annexes\\..\\x.csv", "\\\\server\\share\\x.csv", "annexes/con.csv", "annexes/NUL", "annexes/LPT1.csv",
        "annexes/x.csv ", "annexes/x.csv.", "annexes/a\nb.csv", "annexes/x\x01.csv", "annexes/a:stream.csv",
        "annexes/" + "a" * 200 + ".csv", "~\x00.md", "annexes/x\x00.csv",
    ],
)  # fmt: skip
def test_paths_that_lead_elsewhere(name):
    assert refused(entry(name)) == "zip_path"


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010644, 0o140755, 0o060644])
def test_links_and_devices(mode):
    assert refused(entry("annexes/x.csv", "/etc/passwd", external_attr=mode << 16)) == "zip_link"


@pytest.mark.parametrize(
    "name", ["run.py", "annexes/x.so", "annexes/inner.zip", "annexes/x", "setup/case.yaml", "case.yaml.zip", "x.csv"]
)  # fmt: skip
def test_other_kinds_of_file(name):
    assert refused(entry(name)) == "zip_kind"


def test_a_zip_in_the_zip_under_a_name_of_text():
    inner = zipped(small_files())
    assert refused(zipped(small_files() | {"annexes/x.csv": inner})) == "file_text"


@pytest.mark.parametrize("content", [b"a\x00b", b"\xff\xfe\x41\x00", b"\xed\xa0\x80", b"caf\xe9"])
def test_bytes_that_are_no_text(content):
    assert refused(zipped(small_files() | {"annexes/x.csv": content})) == "file_text"


def test_a_bomb_by_its_ratio():
    data = zipped(small_files() | {"annexes/x.csv": b" " * 50_000_000})
    assert len(data) < 100_000
    assert refused(data) == "file_large"


def test_many_files_each_small_enough():
    big = b"," * (MAX_BYTES - 1)
    assert refused(zipped(small_files() | {f"annexes/{n}.csv": big for n in range(20)})) == "zip_total"
    many = {f"annexes/{n}.csv": "" for n in range(MAX_ENTRIES)}
    assert refused(zipped(small_files() | many)) == "zip_many"
    assert refused(zipped(small_files() | {f"published/{n}": "" for n in range(1_000)})) == "zip_many"


def test_sizes_that_lie():
    sound = zipped({**small_files(), "annexes/x.csv": "y" * 5_000_000})
    place = sound.rindex(b"PK\x01\x02")
    size = struct.pack("<I", 10)
    lying = sound[: place + 24] + size + sound[place + 28 :]
    assert lying != sound
    # Read no further than it says of itself: then the checksum is wrong.
    assert refused(lying) in {"zip", "file_large"}


def test_entries_that_share_their_bytes():
    """Overlapping entries, as a zip quine or the densest bombs have: many names, the same compressed bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = b"0" * (MAX_BYTES - 1)
    packed = packer.compress(content) + packer.flush()
    names = [*(name.encode() for name in small_files()), *(b"annexes/%d.csv" % n for n in range(50))]
    local = struct.pack(
        "<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content), 0, 0
    )
    central = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, zlib.crc32(content), len(packed), len(content),
                    len(name), 0, 0, 0, 0, 0, 0) + name
        for name in names
    )  # fmt: skip
    body = local + packed
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(names), len(names), len(central), len(body), 0)
    assert refused(body + central + end) in {"zip", "zip_total"}


def test_names_that_a_system_takes_for_one():
    assert refused(zipped(small_files() | {"annexes/A.csv": "", "annexes/a.csv": ""})) == "zip_twice"
    with pytest.warns(UserWarning, match="Duplicate"):
        assert refused(entry("case.yaml")) == "zip_twice"


def test_what_is_no_zip():
    sound = zipped(small_files())
    assert refused(b"") == "zip"
    assert refused(b"PK\x03\x04" + b"\x00" * 200) == "zip"
    assert refused(sound[: len(sound) // 2]) == "zip"
    assert refused(b"\x1f\x8b" + b"x" * 100) == "zip"
    assert refused(b"x" * 3_000_000) == "zip_large"
    broken = bytearray(sound)
    broken[60:90] = b"\xff" * 30
    assert refused(bytes(broken)) == "zip"
    assert refused(zipped(small_files(), method=zipfile.ZIP_LZMA)) == "zip"
    flags = sound.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    assert flags != sound
    assert refused(flags) == "zip_encrypted"


def test_what_is_missing():
    assert refused(zipped({"case.yaml": "x"})) == "zip_missing"
    assert refused(zipped({})) == "zip_missing"


@pytest.mark.parametrize(
    "slug", ["", "..", "A", "a/b", "a b", "-a", "a" * 61, "con", "é", "a--b", "a.b", "a\x00"]
)
def test_names_that_no_case_may_bear(slug):
    with pytest.raises(BadOwnCase):
        check_slug(slug)


def test_a_path_in_the_database_leads_nowhere_else(tmp_path):
    files = small_files() | {"../../escaped.md": "x"}
    with pytest.raises(Exception, match=r"\.\."):
        folder_for(SLUG, files, digest_of(files))


def test_files_are_what_their_digest_says():
    files = small_files() | {"design.md": "notes", "annexes/b.csv": "é", "annexes/a/c.csv": "x\n"}
    assert digest(folder_for(SLUG, files, digest_of(files))) == digest_of(files)
    with pytest.raises(Exception, match="published"):
        folder_for("other-case", files, "0" * 64)


# -- the case: never read by this process ------------------------------------------------------------------------


def proven(tmp_path, files, seeds=1, limits=TIGHT):
    folder = tmp_path / SLUG
    folder.mkdir()
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    before = sorted(one.name for one in folder.iterdir())
    found = prove(folder, seeds, limits=limits)
    assert sorted(one.name for one in folder.iterdir()) == before
    return found


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


def test_case_files_that_no_reader_may_swallow(tmp_path):
    """Each is a folder's case.yaml, refused with file and line by the reader that the other process uses too."""
    texts = {
        "aliases": BOMB,
        "deep": "a: " + "[" * 5_000 + "]" * 5_000,
        "dashes": "- " * 50_000 + "x",
        "python tag": "version: !!python/object/apply:os.system ['touch /tmp/owned']\n",
        "python name": "version: !!python/name:os.system\n",
        "own tag": "version: !<tag:yaml.org,2002:python/object/new:subprocess.Popen> [x]\n",
        "huge number": "version: " + "9" * 100_000,
        "infinite": "version: .inf\n",
        "merge": "a: &a {x: 1}\nb: {<<: [*a, *a, *a, *a]}\n",
        "itself": "a: &a [*a]\n",
        "line end": "a: 'x\u2028y\n",
    }
    for name, text in texts.items():
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        for path, content in (small_files() | {"case.yaml": text}).items():
            (folder / path).write_text(content, encoding="utf-8")
        with pytest.raises(CaseError) as told:
            load_folder(folder)
        assert told.value.problems[0].file.endswith("case.yaml"), name


@pytest.mark.parametrize(
    "answer",
    [
        "9**9**9", "(9**64)**64", "'x' * 10**9", "[0] * 10**9", "().__class__.__bases__", "__import__('os')",
        "open('/etc/passwd')", "k.__class__", "'{0.__class__}'.format(k)", "(lambda: 1)()", "eval('1')",
        "[n for n in range(10**9)]", "sum([1 for a in range(999) for b in range(999) for c in range(999)])",
        "range(10**12)", "f'{k!r}'", "[m for m in [m for m in [range(9999)] * 9999]][0][0]", "(" * 90 + "k" + ")" * 90,
        "1" + "+1" * 3_000, "max([a * b for a in range(3000) for b in range(3000)])", "round(k, 10**9)",
    ],
)  # fmt: skip
def test_expressions_without_end_or_with_hands(monkeypatch, tmp_path, answer):
    """Here in this process: refused while reading, or stopped by the steps that an expression may take."""
    monkeypatch.setattr(variant, "MAX_ATTEMPTS", 1)
    files = small_files(draw={"integer": [3, 4]}, values={"v": answer}, keep_if=["v != 0.5"])
    folder = tmp_path / SLUG
    folder.mkdir()
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    if answer.startswith("((("):  # brackets alone are no work: it is read, and worth k
        assert draw(load_folder(folder), 1).scope().value("v") in (3, 4)
        return
    with pytest.raises(CaseError):
        draw(load_folder(folder), 1)


def test_a_placeholder_of_the_paper_is_an_expression_too(tmp_path):
    files = small_files()
    for lang in ("fr", "en"):
        files[f"{lang}.md"] = files[f"{lang}.md"].replace(
            "brief " + lang, "{{ k.__class__ }} {{ open('x') }}"
        )
    for path, text in files.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=r"fr\.md"):
        load_folder(tmp_path)


def test_a_proof_that_takes_too_long_is_ended(tmp_path):
    found = proven(tmp_path, small_files(), limits=Limits(wall_s=0.05))
    assert (found["ok"], found["why"]) == (False, "time")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory by process")
def test_a_proof_that_asks_for_too_much_memory_is_ended(tmp_path):
    found = proven(tmp_path, small_files(), limits=Limits(memory_bytes=60_000_000))
    assert not found["ok"]
    assert not found["loaded"]
    assert found["why"] in {"memory", "broken"}


def test_a_variant_that_takes_too_long_is_told(tmp_path):
    found = proven(tmp_path, small_files(), limits=Limits(variant_s=-1.0))
    assert (found["ok"], found["loaded"], found["why"], found["tried"]) == (False, True, "slow", 0)


def test_the_environment_of_the_proof_is_empty(monkeypatch):
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", "postgresql://somebody:secret@host/db")
    assert "secret" not in str(own_case_proof._environment())
