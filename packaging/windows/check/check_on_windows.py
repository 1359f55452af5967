"""What can be checked by itself on a real Windows PC; started by ``check-on-windows.cmd`` with the shipped Python.

Prints one line a check (合 passed, 否 failed, － could not be tried) and writes the same to a text file in a temporary
folder of its own, where everything else that it makes lies, too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

PASSED: Final = "合"
FAILED: Final = "否"
UNTRIED: Final = "－"
STARTS: Final = 3
PATIENCE: Final = 300


class UntriedError(Exception):
    """A check cannot be tried on this PC; the sentence says why."""


class Checks:
    """The program in its folder, and a folder to work in."""

    def __init__(self, program: Path, share: str) -> None:
        self.program = program
        self.share = share
        self.work = Path(tempfile.mkdtemp(prefix="行革デスク 確認 太郎 "))
        self.job = self.work / "主な仕事 令和8年度"
        self.store = self.job / "見本.reform"

    def run(self, *words: str, **more: str) -> str:
        """Run the command line and return what it printed; an error stops the check."""
        environment = {**os.environ, "REFORM_DESKTOP_KEYS": str(self.work / "鍵"), **more}
        command = [str(self.program / "reform-desktop.exe"), *words]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE, check=False)
        if done.returncode:
            raise AssertionError(done.stderr.decode("utf-8", "replace").strip() or f"終了コード {done.returncode}")
        return done.stdout.decode("utf-8")

    def pc(self) -> str:
        """Name the PC."""
        windows: object = getattr(ctypes, "windll", None)
        pages = [getattr(windows, "kernel32").GetACP(), getattr(windows, "user32").GetSystemMetrics(80)]  # noqa: B009
        user = os.environ.get("USERNAME")
        return f"Windows {platform.version()}、コードページ {pages[0]}、画面 {pages[1]} 枚、利用者 {user}"

    def signature(self) -> str:
        """Let Windows check the interpreter's signature."""
        target = self.program / "python" / "pythonw.exe"
        script = f"$s = Get-AuthenticodeSignature -LiteralPath '{target}'; $s.Status; $s.SignerCertificate.Subject"
        command = ["powershell", "-NoProfile", "-Command", script]
        try:
            output = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).stdout
        except OSError as error:
            raise UntriedError("PowerShell を使えません") from error
        told = " ".join(output.decode("ascii", "replace").split())
        if not told:
            raise UntriedError("PowerShell が答えません")
        if not (told.startswith("Valid") and "Python Software Foundation" in told):
            raise AssertionError(told)
        return told

    def main_job(self) -> str:
        """Do the main job on the command line."""
        command = [sys.executable, "-B", "-X", "utf8", "-m", "reform_desktop.main_job", str(self.job)]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        if done.returncode:
            raise AssertionError(done.stderr.decode("utf-8", "replace"))
        for path in self.job.glob("*.pdf"):
            if not path.read_bytes().startswith(b"%PDF-"):
                raise AssertionError(path.name)
        for path in self.job.glob("*.xlsx"):
            zipfile.ZipFile(path).close()
        return f"{len(list(self.job.iterdir()))} 個のファイル（{self.job}）"

    def window(self) -> str:
        """Start the window and measure until it can be used."""
        environment = {**os.environ, "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT": "1"}
        seconds: list[float] = []
        for _ in range(STARTS):
            copy = shutil.copy(self.store, self.work / f"起動{len(seconds)}.reform")
            begun = time.perf_counter()
            command = [str(self.program / "行革デスク.exe"), str(copy)]
            done = subprocess.run(command, env=environment, timeout=PATIENCE, check=False)
            seconds.append(time.perf_counter() - begun)
            if done.returncode:
                raise AssertionError(f"終了コード {done.returncode}")
        return "、".join(f"{one:.2f} 秒" for one in seconds)

    def key(self) -> str:
        """Sign twice with the key that Windows guards."""
        words = ["bundle", "export", str(self.store), "--department", "財政課", "--fiscal-year", "R7", "-o"]
        self.run(*words, str(self.work / "一度目.zip"))
        (path,) = (self.work / "鍵").glob("*.key")
        first = path.read_bytes()
        self.run(*words, str(self.work / "二度目.zip"))
        if not first.startswith(b"DPAPI1\n") or path.read_bytes() != first:
            raise AssertionError("鍵がアカウントに結び付いていません")
        return path.name

    def long_path(self) -> str:
        """Work on a file below a path of more than 260 characters."""
        folder = self.work.joinpath(*["とても長い名前のフォルダー" * 3] * 8)
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise UntriedError("この PC では Windows の設定 LongPathsEnabled が入っていません") from error
        return self._write_beside(shutil.copy(self.store, folder / "計画.reform"))

    def server(self) -> str:
        """Work on a file on a server."""
        if not self.share:
            raise UntriedError("共有フォルダーの場所が指定されていません")
        folder = Path(tempfile.mkdtemp(prefix="行革デスク 確認 ", dir=self.share))
        try:
            return self._write_beside(shutil.copy(self.store, folder / "計画.reform"))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def held_file(self) -> str:
        """Write where another program holds the file."""
        target = self.work / "開いている.xlsx"
        target.write_bytes(b"before")
        with target.open("r+b"):
            try:
                self.run("report", str(self.store), "list", "--format", "xlsx", "-o", str(target))
            except AssertionError as told:
                if target.read_bytes() != b"before":
                    raise
                return f"断って、前の内容を残しました: {told}"
        raise AssertionError("開いているファイルを置き換えました")

    def no_connections(self) -> str:
        """Look for connections while the window is open."""
        copy = shutil.copy(self.store, self.work / "通信.reform")
        running = subprocess.Popen([str(self.program / "python" / "pythonw.exe"), "-m", "reform_desktop", str(copy)])
        try:
            time.sleep(10)
            told = subprocess.run(["netstat", "-ano"], capture_output=True, timeout=PATIENCE, check=False)
        except OSError as error:
            raise UntriedError("netstat がありません") from error
        finally:
            running.kill()
        lines = told.stdout.decode("ascii", "ignore").splitlines()
        if not any(line.split()[:1] in (["TCP"], ["UDP"]) for line in lines):
            raise UntriedError("netstat が答えません")
        ours = [line for line in lines if line.split()[-1:] == [str(running.pid)]]
        if ours:
            raise AssertionError("、".join(ours))
        return "ウィンドウを開いて 10 秒の間、TCP も UDP もありません"

    def untouched(self) -> str:
        """Look for files that were written into the program's folder."""
        made = [path for part in ("app", "python") for path in (self.program / part).rglob("*") if self._is_new(path)]
        if made:
            raise AssertionError("、".join(str(path) for path in made[:5]))
        return str(self.program)

    def _is_new(self, path: Path) -> bool:
        return path.is_file() and path.stat().st_ctime > self.work.stat().st_ctime

    def _write_beside(self, store: str | Path) -> str:
        target = Path(store).with_name("一覧.pdf")
        self.run("report", str(store), "list", "--format", "pdf", "-o", str(target))
        if not target.read_bytes().startswith(b"%PDF-") or list(target.parent.glob("*.lock")):
            raise AssertionError(str(target.parent))
        return str(target.parent)


def main(program: str, share: str = "") -> int:
    """Do every check, print and keep the results; the exit status is 1 when one failed."""
    checks = Checks(Path(program), share)
    steps: list[tuple[str, Callable[[], str]]] = [
        ("この PC", checks.pc),
        ("Python の署名", checks.signature),
        ("コマンドでの主な仕事", checks.main_job),
        ("ウィンドウの起動", checks.window),
        ("Windows のアカウントで守られた鍵", checks.key),
        ("260 字を超える場所", checks.long_path),
        (r"ファイルサーバー（\\サーバー\共有）", checks.server),
        ("ほかのプログラムが開いている出力先", checks.held_file),
        ("通信しないこと", checks.no_connections),
        ("プログラムのフォルダーに何も書かないこと", checks.untouched),
    ]
    lines = []
    for heading, step in steps:
        try:
            mark, told = PASSED, step()
        except UntriedError as error:
            mark, told = UNTRIED, str(error)
        except Exception as error:  # noqa: BLE001 -- whatever goes wrong is a result
            mark, told = FAILED, f"{type(error).__name__}: {error}"
        lines.append(f"{mark} {heading}: {told}")
        print(lines[-1], flush=True)
    kept = checks.work / "結果.txt"
    kept.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    print(f"結果: {kept}")
    return 1 if any(line.startswith(FAILED) for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
