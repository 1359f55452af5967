"""The menu bar of a file's window: ファイル, 編集, 表示, 移動, ヘルプ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtGui import QActionGroup

from reform_desktop.domain.practice import is_practice
from reform_desktop.ui.menus import SEPARATOR, Entry, Menus
from reform_desktop.ui.system_theme import SYSTEM
from reform_desktop.ui.theme import SCALES, THEMES
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from reform_desktop.ui.window import MainWindow

T = TypeVar("T")

_AS_THE_PC: Final = "PC の設定に合わせる"


class WindowMenus:
    """Builds the menus and knows their actions by name."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._menus = Menus(window.menuBar(), window)
        self._add_file()
        self._menus.add("編集(&E)", self._edit())
        self._add_view()
        self._menus.add("移動(&G)", self._go())
        self._menus.add("ヘルプ(&H)", self._help())

    def action(self, name: str) -> QAction:
        """Return an action by its name."""
        return self._menus.action(name)

    def for_toolbar(self) -> tuple[QAction, ...]:
        """Return what stands in the tool bar, too."""
        return tuple(self.action(name) for name in ("undo", "redo", "search", "print", "checks"))

    def _add_file(self) -> None:
        window, desktop = self._window, self._window.desktop
        menu = self._menus.add(
            "ファイル(&F)",
            (
                Entry("new", "新しく作る(&N)…", partial(desktop.new_file, window), ("Ctrl+N",), "add"),
                Entry("join", "推進課の依頼から作る(&J)…", partial(desktop.choose_request, window)),
                Entry("open", "開く(&O)…", partial(desktop.choose_file, window), ("Ctrl+O",), "folder"),
            ),
        )
        self._recent = self._menus.submenu(menu, "recent", "最近使ったファイル(&R)")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._menus.fill(
            menu,
            (
                Entry("sample", "練習用のファイルを開く(&M)", partial(desktop.open_sample, window)),
                Entry("start-over", "練習をはじめからやり直す(&W)…", self._start_over),
                SEPARATOR,
                Entry("save", "保存(&S)", window.save_all, ("Ctrl+S",), "save"),
                Entry("copy", "コピーを保存(&C)…", partial(desktop.save_copy, window), ("Ctrl+Shift+S",), "copy"),
                SEPARATOR,
                Entry("import", "取り込む(&I)…", self._import, ("Ctrl+I",), "receive"),
                Entry("sheet", "表を取り込む(&H)…", self._import_sheet),
                Entry("entry", "記入用シートを保存(&E)…", self._hand_out),
                Entry("imports", "取込みの一覧(&L)…", self._show_imports),
                Entry("keys", "鍵の番号(&K)…", self._show_keys),
                SEPARATOR,
                Entry("editions", "確定版(&T)…", window.show_editions),
                Entry("backups", "バックアップ(&B)…", partial(desktop.show_backups, window)),
                SEPARATOR,
                Entry("print", "印刷(&P)…", self._print, ("Ctrl+P",), "print", short="印刷"),
                Entry("preview", "印刷プレビュー(&V)", window.preview_page, ("Ctrl+Shift+P",)),
                Entry("pdf", "PDF に保存(&D)…", partial(self._save_report, "pdf")),
                Entry("excel", "Excel に保存(&X)…", partial(self._save_report, "xlsx")),
                SEPARATOR,
                Entry("who", "課と役割(&K)…", partial(desktop.ask_who, window)),
                Entry("close", "閉じる(&W)", window.close, ("Ctrl+W",)),
                Entry("quit", "終了(&Q)", desktop.close_all, ("Ctrl+Q",)),
            ),
        )
        session = window.session
        self.action("start-over").setVisible(is_practice(session.plan) and not session.desk.read_only)

    def _edit(self) -> tuple[Entry, ...]:
        return (
            Entry("undo", "元に戻す(&Z)", None, ("Ctrl+Z",), "undo", short="元に戻す"),
            Entry("redo", "やり直す(&Y)", None, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", short="やり直す"),
            SEPARATOR,
            Entry("search", "すべてから探す(&F)…", self._window.show_finder, ("Ctrl+F",), "search", short="探す"),
            Entry("narrow", "取組の一覧を絞り込む(&L)", self._window.focus_search, ("Ctrl+Shift+F",)),
            Entry("number", "番号で取組へ移る(&N)…", self._window.show_finder, ("Ctrl+G",)),
            SEPARATOR,
            Entry("measure-history", "この取組の履歴(&M)", self._window.show_measure_history, ("Ctrl+Shift+M",)),
        )

    def _add_view(self) -> None:
        window, desktop = self._window, self._window.desktop
        menu = self._menus.add(
            "表示(&V)",
            (
                Entry(
                    "checks",
                    "入力チェック(&K)",
                    self._toggle_checks,
                    ("Ctrl+K",),
                    "checklist",
                    checkable=True,
                    short="入力チェック",
                ),
                Entry("table", "表で入力(&T)", window.toggle_table, ("Ctrl+T",), "checklist"),
                SEPARATOR,
                Entry("previous-year", "前の年度(&P)", partial(self._step_year, -1), ("Ctrl+PgUp",)),
                Entry("next-year", "次の年度(&N)", partial(self._step_year, 1), ("Ctrl+PgDown",)),
                SEPARATOR,
                Entry("larger", "文字を大きく(&L)", partial(desktop.scale_by, window, 1), ("Ctrl++", "Ctrl+;")),
                Entry("smaller", "文字を小さく(&S)", partial(desktop.scale_by, window, -1), ("Ctrl+-",)),
                Entry("normal", "文字を標準に戻す(&R)", partial(desktop.scale_by, window, 0), ("Ctrl+0",)),
            ),
        )
        self._add_choices(
            menu, "文字の大きさ(&Z)", {f"{one:.0%}": one for one in SCALES},
            lambda: desktop.settings.scale, partial(desktop.scale_to, window),
        )  # fmt: skip
        themes = {_AS_THE_PC: SYSTEM} | {one.label: one.name for one in THEMES.values()}
        self._add_choices(menu, "配色(&C)", themes, lambda: desktop.settings.theme, desktop.wear)

    def _add_choices(
        self,
        menu: QMenu,
        title: str,
        offered: Mapping[str, T],
        now: Callable[[], T],
        choose: Callable[[T], object],
    ) -> None:
        """Add a menu of which one entry is ticked, like the settings of this PC."""
        below = self._menus.submenu(menu, title, title)
        group = QActionGroup(below)
        self._menus.fill(
            below, [Entry(words, words, partial(choose, value), checkable=True) for words, value in offered.items()]
        )
        for words in offered:
            group.addAction(self.action(words))

        def tick() -> None:
            for words, value in offered.items():
                self.action(words).setChecked(value == now())

        below.aboutToShow.connect(tick)
        tick()

    def _go(self) -> tuple[Entry, ...]:
        window = self._window
        return tuple(
            Entry(
                f"go-{entry.name}",
                f"{entry.title}(&{place})",
                partial(window.show_page, entry.name),
                (f"Ctrl+{place}",),
                entry.icon,
            )
            for place, entry in enumerate(window.page_entries(), start=1)
        )

    def _help(self) -> tuple[Entry, ...]:
        window = self._window
        return (
            Entry("help", "この画面の使い方(&H)", window.show_help, ("F1",), "help"),
            Entry("it-department", "情報システム担当の方へ(&I)", partial(window.show_help, "it-department")),
            Entry("about", "行革デスクについて(&A)", partial(_show_about, window)),
        )

    def _fill_recent(self) -> None:
        window = self._window
        self._recent.clear()
        paths = window.settings.recent_files
        for place, path in enumerate(paths, start=1):
            name = path.name.replace("&", "&&")
            action = self._recent.addAction(f"&{place} {name}")
            action.setToolTip(plain_tip(str(path)))
            action.triggered.connect(partial(self._open_recent, path))
        if not paths:
            self._recent.addAction("（ありません）").setEnabled(False)

    def _open_recent(self, path: Path, *_checked: object) -> None:
        self._window.desktop.open_file(path, self._window)

    def _start_over(self) -> None:
        from reform_desktop.ui.practice_again import ask_start_over  # noqa: PLC0415 -- only when asked for

        ask_start_over(self._window)

    def _print(self) -> None:
        self._window.commit_pending()
        self._window.printing.print_out(self._window.page.print_request())

    def _save_report(self, kind: str) -> None:
        self._window.commit_pending()
        self._window.printing.save(self._window.page.print_request(), kind)

    def _import(self) -> None:
        from reform_desktop.ui.exchange.taking import ask_and_offer  # noqa: PLC0415 -- only when asked for

        self._window.commit_pending()
        ask_and_offer(self._window.session, self._window)

    def _import_sheet(self) -> None:
        from reform_desktop.ui.sheets.offering import ask_and_offer_sheet  # noqa: PLC0415 -- only when asked for

        self._window.commit_pending()
        ask_and_offer_sheet(self._window.session, self._window)

    def _hand_out(self) -> None:
        from reform_desktop.ui.sheets.offering import ask_and_hand_out  # noqa: PLC0415 -- only when asked for

        self._window.commit_pending()
        ask_and_hand_out(self._window.session, self._window)

    def _show_keys(self) -> None:
        from reform_desktop.ui.exchange.keys_dialog import KeysDialog  # noqa: PLC0415 -- only when asked for

        dialog = KeysDialog(self._window.session, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_imports(self) -> None:
        from reform_desktop.ui.exchange.taking import show_imports  # noqa: PLC0415 -- only when asked for

        self._window.commit_pending()
        show_imports(self._window.session, self._window)

    def _toggle_checks(self) -> None:
        self._window.show_checks(shown=self.action("checks").isChecked())

    def _step_year(self, step: int) -> None:
        session = self._window.session
        year = session.fiscal_year + step
        if year in session.fiscal_years:
            session.set_fiscal_year(year)


def _show_about(window: MainWindow) -> None:
    from reform_desktop.ui.about import show_about  # noqa: PLC0415 -- only when asked for

    show_about(window)
