"""Bags that are not what they say, in an honest zip: unsigned, altered, forged, incomplete, or of another kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from reform_desktop.bundle import bag
from reform_desktop.bundle.errors import RefusalError
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.pack import pack_bytes, read_pack, seal
from reform_desktop.bundle.sshsig import BUNDLE_NAMESPACE, PACK_NAMESPACE, digest_of, sign_digest
from unit.bundle.forged_zips import Files, entries_of, forge, signed_anew, with_tags_signed
from unit.bundle.made_bundles import (
    DIVISION_KEY,
    FINANCE,
    FINANCE_KEY,
    made_bodies,
    made_bundle,
    made_content,
    made_evidence,
    made_id,
    made_key,
)
from unit.bundle.verdicts import accepted, refusal, refusal_of

Refused = Callable[[Mapping[str, bytes]], str]


@pytest.fixture
def refused(tmp_path: Path, folder: str) -> Refused:
    """Zip the files and return why they are refused."""
    return lambda files: refusal(tmp_path, forge(entries_of(files, folder)))


def path_below(files: Files, start: str) -> str:
    """Return the first path that begins so."""
    return next(path for path in files if path.startswith(start))


def with_header(files: Files, **values: object) -> Files:
    """Return the files with another header, signed by the sender."""
    header = msgspec.json.decode(files[bag.HEADER])
    return with_raw_header(files, msgspec.json.encode({**header, **values}, order="sorted"))


def with_raw_header(files: Files, data: bytes) -> Files:
    """Return the files with other bytes as header, signed by the sender."""
    return signed_anew({**files, bag.HEADER: data}, FINANCE_KEY)


def with_pack(files: Files, data: bytes, **listing: object) -> Files:
    """Return the files with another pack in the place of theirs, listed in the header and signed by the sender."""
    sha256 = hashlib.sha256(data).hexdigest()
    kept = {path: content for path, content in files.items() if not path.startswith(bag.PACKS)}
    header = msgspec.json.decode(files[bag.HEADER])
    header["packs"] = [{**header["packs"][0], "sha256": sha256, **listing}]
    kept[bag.HEADER] = msgspec.json.encode(header, order="sorted")
    return signed_anew({**kept, bag.pack_path(sha256): data}, FINANCE_KEY)


def pack_with(body: bytes, key: UnitKey = FINANCE_KEY) -> bytes:
    """Return a well-signed pack of one change, whatever its bytes are."""
    content = b'{"changes":[%b],"key":"%b","unit":"%b"}' % (body, key.public.encode(), key.unit.encode())
    signature = sign_digest(key.private, PACK_NAMESPACE, digest_of(content))
    return b'{"pack":%b,"signature":%b}' % (content, msgspec.json.encode(signature))


# Manifests and signature


@pytest.mark.parametrize("key", [FINANCE_KEY], ids=["the sender"])
def test_the_truth_signed_anew_is_accepted(tmp_path: Path, files: Files, folder: str, key: UnitKey) -> None:
    accepted(tmp_path, forge(entries_of(signed_anew(files, key), folder)))


@pytest.mark.parametrize(
    "path", [*bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE, bag.HEADER, bag.PACKS, bag.EVIDENCE, bag.SNAPSHOT]
)
def test_a_missing_file_is_named(files: Files, refused: Refused, path: str) -> None:
    del files[path_below(files, path)]
    assert path.rpartition("/")[2] in refused(files)


@pytest.mark.parametrize(
    "path", [*bag.TAG_FILES, bag.TAG_MANIFEST, bag.SIGNATURE, bag.HEADER, bag.PACKS, bag.SNAPSHOT, bag.SCHEMA]
)
def test_an_altered_file_is_refused(files: Files, refused: Refused, path: str) -> None:
    name = path_below(files, path)
    files[name] = files[name].replace(b"1", b"2") if b"1" in files[name] else files[name] + b"x"
    assert refused(files)


def test_an_altered_snapshot_is_called_altered(files: Files, refused: Refused) -> None:
    files["data/snapshot/index.html"] += b"x"
    assert "「data/snapshot/index.html」が書き換えられています" in refused(files)


def test_an_altered_header_is_called_altered(files: Files, refused: Refused) -> None:
    files[bag.HEADER] = files[bag.HEADER].replace("行政".encode(), "財政".encode())
    assert "「data/header.json」が書き換えられています" in refused(files)


def test_a_file_that_the_manifest_does_not_know_is_refused(files: Files, refused: Refused) -> None:
    files["data/snapshot/more.csv"] = b"x"
    assert "目録にないファイル「data/snapshot/more.csv」" in refused(files)


def test_a_file_that_only_the_manifest_knows_is_refused(files: Files, refused: Refused) -> None:
    digests = bag.read_manifest(files[bag.MANIFEST], bag.MANIFEST)
    digests["data/snapshot/more.csv"] = "0" * 64
    assert "「data/snapshot/more.csv」が欠けています" in refused(signed_anew(files, FINANCE_KEY, digests))


def test_fetch_txt_is_refused(files: Files, refused: Refused) -> None:
    files[bag.FETCH] = b"https://example.invalid/x - data/x\n"
    assert "fetch.txt" in refused(files)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"\n",
        b"# a comment\n",
        b"%s  data/header.json\n" % (b"0" * 63),
        b"%s *data/header.json\n" % (b"0" * 64),
        b"%s  data/header.json" % (b"0" * 64),
        b"%s  data/header.json\r\n" % (b"0" * 64),
        b"%s  ../evil\n" % (b"0" * 64),
        b"%s  data/header.json\n" % (b"0" * 64) * 2,
        b"\xff\xfe",
    ],
    ids=repr,
)
def test_a_manifest_that_is_none_is_refused(files: Files, refused: Refused, manifest: bytes) -> None:
    assert refused(with_tags_signed({**files, bag.MANIFEST: manifest}, FINANCE_KEY))


def test_a_tag_manifest_that_covers_too_little_is_refused(files: Files, refused: Refused) -> None:
    del files[bag.README]
    signed = with_tags_signed(files, FINANCE_KEY)
    assert "tagmanifest" in refused({**signed, bag.README: b"x"})


@pytest.mark.parametrize(
    "info",
    [b"", b"Payload-Oxum: 1.1\n", b"Payload-Oxum: x\n", b"Payload-Oxum: 1.1\nPayload-Oxum: 1.1\n", b"\xff"],
    ids=repr,
)
def test_an_amount_of_payload_that_is_wrong_is_refused(files: Files, refused: Refused, info: bytes) -> None:
    assert "Payload-Oxum" in refused(with_tags_signed({**files, bag.INFO: info}, FINANCE_KEY))


def test_another_version_of_bagit_is_refused(files: Files, refused: Refused) -> None:
    declared = bag.BAGIT.replace(b"1.0", b"0.97")
    assert "bagit.txt" in refused(with_tags_signed({**files, bag.DECLARATION: declared}, FINANCE_KEY))


def test_a_bag_signed_by_somebody_else_than_the_sender_is_refused(files: Files, refused: Refused) -> None:
    assert "名のっている送り元の鍵" in refused(signed_anew(files, DIVISION_KEY))


def test_a_pack_signature_in_the_place_of_the_bags_is_refused(files: Files, refused: Refused) -> None:
    signature = sign_digest(FINANCE_KEY.private, PACK_NAMESPACE, digest_of(files[bag.TAG_MANIFEST]))
    assert "署名が合いません" in refused({**files, bag.SIGNATURE: signature.encode()})


@pytest.mark.parametrize("signature", [b"", b"x", b"\xff" * 100, b"A" * 20_000], ids=len)
def test_a_signature_that_is_none_is_refused(files: Files, refused: Refused, signature: bytes) -> None:
    assert refused({**files, bag.SIGNATURE: signature})


def test_a_bag_in_a_folder_of_another_name_is_refused(tmp_path: Path, files: Files) -> None:
    assert "フォルダーの名前" in refusal(tmp_path, forge(entries_of(files, "bundle-00000000/")))


# The header


def test_what_a_newer_program_made_for_newer_ones_asks_for_an_update(files: Files, refused: Refused) -> None:
    newer = with_header(files, format=9, least_reader=9, of_a_newer_program={"a": 1})
    sentence = refused({**newer, "data/of-a-newer-program.txt": b"x"})
    assert "新しい版の行革デスクで作られています" in sentence
    assert "更新してから" in sentence


def test_what_a_newer_program_made_for_this_one_too_is_accepted(tmp_path: Path, files: Files, folder: str) -> None:
    accepted(tmp_path, forge(entries_of(with_header(files, format=2), folder)))


@pytest.mark.parametrize(
    "values",
    [
        {"unknown": 1},
        {"format": "1"},
        {"format": 0},
        {"format": 1.5},
        {"plan_id": "x"},
        {"plan_id": made_id("plan").upper()},
        {"plan_name": "x" * 201},
        {"purpose": "theft"},
        {"sender": {"unit": "division", "name": "x"}},
        {"sender": {"unit": "division", "name": "x", "key": "ssh-rsa AAAA"}},
        {"sender": {"unit": "財政課", "name": "x", "key": FINANCE_KEY.public}},
        {"scope": {"department_ids": None}},
        {"scope": {"department_ids": None, "fiscal_years": [99999999999999999999999]}},
        {"created_at": "yesterday"},
        {"created_at": "2026-04-20T15:30:00+09:00\n"},
        {"deadline": "2026-04-20\n"},
        {"comments": [{"row": made_id("x"), "kind": "Year", "field": "a", "text": ""}]},
        {"comments": [{"row": made_id("x"), "kind": "year\n", "field": "a", "text": ""}]},
        {"volume": {"number": 2, "of": 1}},
        {"volume": {"number": 2, "of": 2}},
        {"has_packs": ["0" * 63]},
        {"left_out_packs": ["0" * 63]},
        {"left_out_packs": []},
        {"left_out_packs": ["0" * 64, "0" * 64]},
        {"roster": [{"unit": "division", "name": "x", "key": FINANCE_KEY.public[:-1] + "="}]},
        {"roster": [{"unit": "division", "name": "x", "key": FINANCE_KEY.public[:-1] + "\n"}]},
        {"roster": [{"unit": "division", "name": "x", "key": FINANCE_KEY.public[:-43] + "/" * 43}]},
        {"packs": []},
        {"evidence": []},
    ],
    ids=repr,
)
def test_a_header_against_the_schema_is_refused(files: Files, refused: Refused, values: dict[str, object]) -> None:
    assert "header.json" in refused(with_header(files, **values))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"",
        lambda _data: b"[]",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data + b"\n",
        lambda data: data[:-1],
        lambda data: data.replace(b'{"bundle_id"', b'{"deadline":null,"bundle_id"'),
        lambda data: data.replace(b'"deadline":null', b'"deadline":NaN'),
        lambda data: data.replace(b'"format":1', b'"format":1.0'),
        lambda data: data.replace(b'"format":1', b'"format":' + b"9" * 5000),
        lambda data: data.replace(b'"message":"', b'"message":"\\ud800'),
        lambda data: data.replace(b'"message":"', b'"message":"\xed\xa0\x80'),
        lambda data: data.replace(b'"message":"', b'"message":"\\u3042'),
        lambda data: data.replace(b'"deadline":null', b'"deadline":' + b"[" * 100_000),
        lambda _data: b"[" * 100_000,
    ],
)
def test_a_header_that_is_no_canonical_json_is_refused(
    files: Files, refused: Refused, spoil: Callable[[bytes], bytes]
) -> None:
    spoilt = spoil(files[bag.HEADER])
    assert spoilt != files[bag.HEADER]
    assert "header.json" in refused(with_raw_header(files, spoilt))


def test_a_file_listed_twice_is_refused(files: Files, refused: Refused) -> None:
    header = msgspec.json.decode(files[bag.HEADER])
    assert "2度" in refused(with_header(files, packs=header["packs"] * 2))
    assert "2度" in refused(with_header(files, evidence=header["evidence"] * 2))


def test_a_header_too_large_to_read_is_refused(files: Files, refused: Refused) -> None:
    assert "大きすぎます" in refused({**files, bag.HEADER: b"\0" * (16 * 1024 * 1024 + 1)})


# Evidence


def test_evidence_that_a_gateway_rewrote_is_handed_out_as_converted(tmp_path: Path, files: Files, folder: str) -> None:
    path = path_below(files, bag.EVIDENCE)
    digest = hashlib.sha256(files[path]).hexdigest()
    _header, packs, evidence = accepted(
        tmp_path, forge(entries_of({**files, path: b"%PDF-1.7 sanitised, and longer"}, folder))
    )
    assert packs
    assert evidence == ((digest, b"%PDF-1.7 sanitised, and longer"),)


def test_evidence_under_a_hash_that_the_manifest_does_not_confirm_is_refused(files: Files, refused: Refused) -> None:
    path = path_below(files, bag.EVIDENCE)
    assert "header.json" in refused(signed_anew({**files, path: b"other"}, FINANCE_KEY))


def test_evidence_of_another_size_than_listed_is_refused(files: Files, refused: Refused) -> None:
    header = msgspec.json.decode(files[bag.HEADER])
    header["evidence"][0]["size"] += 1
    assert path_below(files, bag.EVIDENCE) in refused(with_header(files, evidence=header["evidence"]))


def test_evidence_that_is_there_though_left_out_is_refused(files: Files, refused: Refused) -> None:
    header = msgspec.json.decode(files[bag.HEADER])
    header["evidence"][0]["included"] = False
    assert path_below(files, bag.EVIDENCE) in refused(with_header(files, evidence=header["evidence"]))


# Packs


def test_a_pack_relayed_as_it_is_is_accepted(tmp_path: Path, files: Files, folder: str) -> None:
    data = pack_bytes(seal(DIVISION_KEY, made_bodies(2, "division")))
    relayed = with_pack(files, data, unit="division", key=DIVISION_KEY.public, changes=2)
    _header, (pack,), _evidence = accepted(tmp_path, forge(entries_of(relayed, folder)))
    assert (pack.unit, len(pack.bodies)) == ("division", 2)


@pytest.mark.parametrize("listing", [{"unit": "division"}, {"key": DIVISION_KEY.public}, {"changes": 7}], ids=repr)
def test_a_pack_listed_as_something_else_is_refused(files: Files, refused: Refused, listing: dict[str, object]) -> None:
    data = files[path_below(files, bag.PACKS)]
    assert "header.json" in refused(with_pack(files, data, **listing))


def test_a_pack_altered_inside_a_well_signed_bundle_is_refused(files: Files, refused: Refused) -> None:
    forged = files[path_below(files, bag.PACKS)].replace("1件".encode(), "9件".encode())
    assert "変更の束の署名が合いません" in refused(with_pack(files, forged))


def test_a_pack_signed_by_another_key_than_its_own_is_refused(files: Files, refused: Refused) -> None:
    forged = pack_bytes(seal(made_key("thief"), made_bodies()))
    forged = forged.replace(made_key("thief").public.encode(), FINANCE_KEY.public.encode())
    assert "変更の束" in refused(with_pack(files, forged))
    content = b'{"changes":[%b],"key":"%b","unit":"%b"}' % (
        made_bodies(1)[0],
        FINANCE_KEY.public.encode(),
        FINANCE.encode(),
    )
    signature = sign_digest(made_key("thief").private, PACK_NAMESPACE, digest_of(content))
    forged = b'{"pack":%b,"signature":%b}' % (content, msgspec.json.encode(signature))
    assert "名のっている課の鍵" in refused(with_pack(files, forged))


def pack_signed_as(namespace: str, *bodies: bytes) -> bytes:
    """Return a pack with a signature made for some purpose."""
    head = b'{"changes":[%b],' % b",".join(bodies)
    content = head + b'"key":"%b","unit":"%b"}' % (FINANCE_KEY.public.encode(), FINANCE.encode())
    signature = sign_digest(FINANCE_KEY.private, namespace, digest_of(content))
    return b'{"pack":%b,"signature":%b}' % (content, msgspec.json.encode(signature))


def test_a_bundle_signature_in_the_place_of_the_packs_is_refused(files: Files, refused: Refused) -> None:
    forged = pack_signed_as(BUNDLE_NAMESPACE, *made_bodies(1))
    assert "変更の束の署名が合いません" in refused(with_pack(files, forged))


def test_a_pack_without_or_with_too_many_changes_is_refused(files: Files, refused: Refused) -> None:
    assert "決まりに合いません" in refused(with_pack(files, pack_signed_as(PACK_NAMESPACE)))
    assert "決まりに合いません" in refused(with_pack(files, pack_signed_as(PACK_NAMESPACE, *made_bodies(5001))))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"{}",
        lambda data: data + b" ",
        lambda data: data.replace(b'{"pack"', b'{ "pack"'),
        lambda data: data.replace(b'{"pack"', b'{"more":1,"pack"'),
        lambda _data: b'{"signature":"","pack":{"unit":"","key":"","changes":[]}}',
        lambda _data: b"\xff" * 100,
        lambda _data: b"[" * 100_000,
        lambda _data: b'{"pack":{"changes":[' + b"[" * 100_000,
    ],
)
def test_a_pack_of_another_form_is_refused(files: Files, refused: Refused, spoil: Callable[[bytes], bytes]) -> None:
    spoilt = spoil(files[path_below(files, bag.PACKS)])
    assert "変更の束" in refused(with_pack(files, spoilt))


def test_a_pack_too_large_for_memory_is_refused(files: Files, refused: Refused) -> None:
    assert "大きすぎます" in refused(with_pack(files, b" " * (8 * 1024 * 1024 + 1)))
    with pytest.raises(RefusalError, match="大きすぎます"):
        read_pack(b" " * (8 * 1024 * 1024 + 1))


# Changes


def body_with(**values: str) -> bytes:
    """Return the JSON of a change with some of its values given as JSON text."""
    parts = {
        "kind": '"year_record"',
        "parents": "",
        "row": f'"{made_id("row")}"',
        "set": '{"result":"見直しました。"}',
        "unit": f'"{FINANCE}"',
    }
    given = {**parts, **values}
    return "{{{}}}".format(",".join(f'"{key}":{given[key]}' for key in sorted(given) if given[key])).encode()


@pytest.mark.parametrize(
    "body",
    [
        body_with(),
        body_with(parents="{}"),
        body_with(create="false"),
        body_with(set='{"a":%s}' % ("[" * 16 + "]" * 16)),
        body_with(set='{"a":%s}' % ("[" * 16 + "]" * 16), newer="1"),
        body_with(kind='"of_a_newer_program"'),
        body_with(of_a_newer_program='{"a":[1,null]}'),
        body_with(set='{"of_a_newer_program":{"deep":[[[1]]]}}'),
        body_with(set='{"number":9223372036854775807}'),
        body_with(set='{"number":-9223372036854775808}'),
        body_with(set='{"flag":true,"nothing":null}'),
        body_with(parents='{"*":[],"result":["%s"]}' % ("0" * 64)),
    ],
    ids=lambda body: body.decode()[:60],
)
def test_what_this_or_a_newer_program_writes_is_accepted(
    tmp_path: Path, files: Files, folder: str, body: bytes
) -> None:
    taken = accepted(tmp_path, forge(entries_of(with_pack(files, pack_with(body), changes=1), folder)))
    assert taken[1][0].bodies == (body,)


@pytest.mark.parametrize(
    "body",
    [
        b"1",
        b"{}",
        body_with(unit=""),
        body_with(unit='"division"'),
        body_with(row='"1"'),
        body_with(row=f'"{made_id("row").upper()}"'),
        body_with(row=f'"{made_id("row")[:-1]}\\n"'),
        body_with(row=f'"{made_id("row")[:-1]}é"'),
        body_with(row=f'"{{{made_id("row")}}}"'),
        body_with(row=f'"{made_id("row").replace("-", "")}----"'),
        body_with(kind='"Year Record"'),
        body_with(kind='"year_record\\n"'),
        body_with(kind='""'),
        body_with(kind='"%s"' % ("k" * 65)),
        body_with(set='{"結果":1}'),
        body_with(set='{"*":1}'),
        body_with(set='{"a b":1}'),
        body_with(set='{"a":1.5}'),
        body_with(set='{"a":1.0}'),
        body_with(set='{"a":1e3}'),
        body_with(set='{"a":[1.5]}'),
        body_with(set='{"a":{"b":1.5}}'),
        body_with(set='{"a":NaN}'),
        body_with(set='{"a":Infinity}'),
        body_with(set='{"a":-0}'),
        body_with(set='{"a":01}'),
        body_with(set='{"a":9223372036854775808}'),
        body_with(set='{"a":[9223372036854775808]}'),
        body_with(set='{"a":[%s]}' % ("9" * 30)),
        body_with(set='{"a":%s}' % ("9" * 5000)),
        body_with(set='{"a":"\\ud800"}'),
        body_with(set='{"a":"\\ud800\\udc00"}'),
        body_with(set='{"a":"\\u0041"}'),
        body_with(set='{"a":[1.5]}', newer="1"),
        body_with(set='{"a":9223372036854775808}', newer="1"),
        body_with(set='{"a":%s}' % ("[" * 17 + "]" * 17), newer="1"),
        body_with(set='{"a":1,"a":2}'),
        body_with(set='{"b":1,"a":2}'),
        body_with(set='{"a": 1}'),
        body_with(set='{"a":%s}' % ("[" * 17 + "]" * 17)),
        body_with(set='{"a":%s}' % ("[" * 900 + "]" * 900)),
        body_with(set='{"a":%s}' % ("[" * 100_000 + "]" * 100_000)),
        body_with(set="[]"),
        body_with(parents='{"*":["0"]}'),
        body_with(parents='{"*":["%s"]}' % ("0" * 63 + "G")),
        body_with(parents='{"*":["%s"]}' % ("A" * 64)),
        body_with(parents='{"Result":[]}'),
        body_with(parents='{"*":"%s"}' % ("0" * 64)),
        body_with(create="1"),
        body_with(newer="1.5"),
        body_with(newer='"\\u0041"'),
        body_with(newer='{"b":1,"a":1}'),
        body_with(newer="[" * 40 + "]" * 40),
        body_with(newer='{"a":1,"a":1}'),
        body_with() + b" ",
        body_with() + b"," + body_with(kind='"k"') + b",1",
    ],
    ids=lambda body: body.decode()[:80],
)
def test_a_change_that_no_program_writes_is_refused(files: Files, refused: Refused, body: bytes) -> None:
    assert "変更の束" in refused(with_pack(files, pack_with(body), changes=1))


def test_a_change_with_bytes_that_are_no_text_is_refused(files: Files, refused: Refused) -> None:
    for body in (body_with(set='{"a":"?"}'), body_with(newer='"?"')):
        spoilt = body.replace(b"?", b"\xed\xa0\x80")
        assert "変更の束" in refused(with_pack(files, pack_with(spoilt), changes=1))


def test_a_refusal_names_the_reason_and_what_to_do(tmp_path: Path) -> None:
    bundle = made_bundle(tmp_path, made_content(evidence=[made_evidence(b"x")]))
    bundle.write_bytes(bundle.read_bytes()[:-1])
    assert refusal_of(bundle) == (
        "「財政課.zip」は取り込めません：zipファイルが壊れているか、途中で切れています。"
        "何も取り込んでいません。送り元に、もう一度送ってもらってください。"
    )
