"""The command line's own parts: words, sentences, streams and what is loaded."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from reform_desktop.cli import run_command_line, streams, window
from reform_desktop.cli.command import refuse_overwriting_store
from reform_desktop.cli.names import BUNDLE_COMMANDS, COMMANDS
from reform_desktop.cli.parser import Parser, japanese_sentence
from reform_desktop.cli.presenting import columns, one_line, padded, path_text
from reform_desktop.domain.errors import FileError, UserError

SLOW = ("PySide6", "shiboken6", "openpyxl", "reportlab", "pypdfium2", "sqlalchemy.orm", "PIL", "cryptography")

BUNDLE = [f"bundle {name}" for name in BUNDLE_COMMANDS]


def _loaded_by(*words: str) -> set[str]:
    """Return which of the slow packages a real process has loaded after a command."""
    code = (
        "import sys\n"
        "from reform_desktop.cli import run_command_line\n"
        f"run_command_line({list(words)!r})\n"
        "sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    names = set(done.stderr.decode().splitlines())
    return {one for one in (*SLOW, "sqlalchemy", "argparse") if one in names}


def test_help_of_the_program_loads_no_database_and_no_window() -> None:
    assert _loaded_by("--help") <= {"argparse"}


def test_dump_and_edit_load_neither_window_nor_writers_nor_signatures(tmp_path: Path) -> None:
    assert run_command_line(["new", str(tmp_path / "a"), "--outline", "annaka-4"]) == 0
    assert not _loaded_by("dump", str(tmp_path / "a.reform"), "--kind", "plan") & set(SLOW)
    (tmp_path / "nothing").touch()
    assert not _loaded_by("edit", str(tmp_path / "a.reform"), str(tmp_path / "nothing")) & set(SLOW)


@pytest.mark.parametrize("command", ["new", "imports", "undo-import", *BUNDLE])
def test_help_of_what_signs_or_verifies_loads_no_signatures(command: str) -> None:
    assert not _loaded_by(*command.split(), "--help") & set(SLOW)


@pytest.mark.parametrize("command", [*COMMANDS, *BUNDLE])
def test_every_command_explains_itself_in_japanese_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"使い方: reform-desktop {command} ")
    assert f"  reform-desktop {command} " in shown.split("例:\n")[1]
    for english in ("usage", "positional", "optional", "options:", "show this", "error"):
        assert english not in shown


def test_help_of_the_program_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "STORE の指定が必要です。"),
        (["a.reform", "b"], "余分な指定があります：b"),
        (["a.reform", "--kind"], "--kind の後に値を1つ付けてください。"),
        (["a.reform", "--kin", "plan"], "余分な指定があります：--kin plan"),
    ],
)
def test_wrong_words_are_explained_in_japanese(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(["dump", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1].startswith(sentence)


def test_an_unexpected_word_of_the_parser_is_quoted() -> None:
    assert japanese_sentence("something new") == "指定のしかたが正しくありません（something new）。"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bundle"], "コマンドの指定が必要です。export、inspect、import のどれか"),
        (["bundle", "send"], "「send」というコマンドはありません。export、inspect、import のどれか"),
        (["bundle", "export", "a.reform", "-o", "-"], "-o/--output：標準出力には書けません。"),
        (["bundle", "export", "a.reform", "-o", "b.zip", "--deadline", "いつか"], "--deadline：「いつか」"),
        (["undo-import", "a.reform", "0"], "IMPORT：取込みの番号を"),
        (["new", "a"], "--outline、--from-bundle のどれかの指定が必要です。"),
        (["new", "a", "--from-bundle", "b", "--division"], "--from-bundle と --division は一緒に指定できません。"),
    ],
)
def test_wrong_words_of_an_exchange_are_explained_in_japanese(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command_line(words) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(sentence)


def test_two_owners_of_a_new_file_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["new", "a", "--outline", "annaka-4", "--department", "財政課", "--division"]) == 2
    assert "--division と --department は一緒に指定できません。" in capsys.readouterr().err


def test_an_option_without_a_value_is_not_given_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["status", "a.reform", "--json=x"]) == 2
    assert "--json に値（x）は付けられません。" in capsys.readouterr().err


def test_help_options_stand_under_japanese_headings() -> None:
    shown = Parser("reform-desktop x", "説明").format_help()
    assert "\nオプション:\n  -h, --help" in shown


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], True),
        (["計画.reform"], True),
        (["folder/計画"], True),
        (["dump"], False),
        (["conflicts"], False),
        (["--help"], False),
        (["計画.reform", "x"], False),
    ],
)
def test_a_file_alone_opens_the_window(words: list[str], asked: bool) -> None:
    assert window.is_asked_for(words) is asked


def test_an_existing_file_of_any_name_opens_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan").touch()
    assert window.is_asked_for(["plan"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert run_command_line([]) == 1
    assert capsys.readouterr().err.startswith("画面につながっていないため")


def test_an_error_is_one_line_whatever_it_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise UserError("一行目\r\n二行目\x85三行目")

    assert streams.status_of(fail) == 1
    assert capsys.readouterr().err == "一行目 二行目 三行目\n"


def test_a_bug_is_one_line_that_says_nothing_was_lost(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise ZeroDivisionError("x")

    assert streams.status_of(fail) == 1
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "ZeroDivisionError" in shown
    assert "失われていません" in shown


def test_a_bug_shows_its_place_when_asked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise ZeroDivisionError

    monkeypatch.setenv(streams.TRACEBACK_SWITCH, "1")
    assert streams.status_of(fail) == 1
    assert "Traceback" in capsys.readouterr().err


def test_interrupting_is_told_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert streams.status_of(interrupted) == 130
    assert capsys.readouterr().err.startswith("中止しました。")


def test_many_small_pieces_come_out_complete_and_in_order() -> None:
    target = io.BytesIO()
    pieces = [f"{number}\n".encode() for number in range(300_000)]
    streams.write_blocks(pieces, target)
    assert target.getvalue() == b"".join(pieces)


def test_the_file_itself_is_never_the_target(tmp_path: Path) -> None:
    store = tmp_path / "a.reform"
    store.touch()
    other = tmp_path / "b.reform"
    refuse_overwriting_store(store, other)
    other.symlink_to(store)
    with pytest.raises(FileError, match="読み込むファイルそのもの"):
        refuse_overwriting_store(store, other)


def test_columns_of_japanese_text_align() -> None:
    assert columns("課a") == 3
    assert padded("課", 4) == "課  "
    assert one_line("a\n b") == "a b"


def test_a_path_that_is_no_text_still_prints_as_json() -> None:
    assert path_text(Path("a\udcff")) == "a\ufffd"
