"""帳票: choose at the left, look at the right, then save, print or open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTemporaryDir, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.services.layouts import settings_by_id
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.reports.choices import ReportChoices
from reform_desktop.ui.preview.preview_maker import PreviewMaker
from reform_desktop.ui.preview.preview_pane import PreviewPane
from reform_desktop.ui.printing import Printing, build_requested, write_requested
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Ground, Look, Strip, set_ground, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from reform_desktop.domain.errors import UserError
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.session import Place, Session

AT_ONCE: Final = 60
"""Reports about so many measures are previewed unasked; of longer ones the user asks for the preview."""

_PAUSE: Final = 400


class ReportsPage(QWidget):
    """Reports with their preview. The preview is made in a worker and follows choices and changes."""

    title = "帳票"
    help_topic = "printing"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = NoticeBar(self)
        self._printing = Printing(session, self, self._notices)
        self._folder = QTemporaryDir()
        self.maker = PreviewMaker(session.runner, self)
        self._stale = True
        self._previewed = ""
        self.choices = ReportChoices(session, self)
        self.preview = PreviewPane(session.runner, self)
        self._making = EmptyState("プレビューを作成しています…", "", "", self)
        self._none = EmptyState("取組が選ばれていません", "左の一覧で、印刷する取組に印を付けてください。", "", self)
        self._nothing = EmptyState("印刷する取組がありません", "課や年度を選び直してください。", "", self)
        self._long = EmptyState(
            "長い帳票です",
            "プレビューには時間がかかります。見ないで保存・印刷することもできます。",
            "プレビューを作る",
            self,
        )
        self._failed = EmptyState("プレビューを作成できませんでした", "", "もう一度作る", self)
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._buttons: list[QPushButton] = []
        self._arrange()
        self._connect()

    # What the window asks of a page

    def refresh(self) -> None:
        """Read the choices anew and make the preview again."""
        self.choices.refresh_options()
        self._look_again()

    def commit_pending(self) -> None:
        """Take what was chosen with the keys."""
        self.choices.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return what was chosen."""
        return self.choices.request()

    def show_place(self, place: Place) -> None:
        """Choose a report, of one department (``row``) or one measure where it names any; else the measure's sheet."""
        if place.report:
            department = self._session.desk.department_id or place.row or None
            measures = (place.measure_id,) if place.measure_id else None
            self.show_request(PrintRequest(place.report, place.fiscal_year, department, measures))
        elif place.measure_id:
            self.choices.pick_measure(place.measure_id)
            self._look_again()

    def show_request(self, request: PrintRequest) -> None:
        """Choose what another page prints, and show it, however long it is: somebody asked for it."""
        self.choices.show_request(request)
        self._timer.stop()
        self._make()

    # Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        """Make the preview when somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop making a preview that nobody looks at."""
        super().hideEvent(event)
        if self.maker.is_making:
            self.maker.stop()
            self._stale = True

    # Inner parts

    def _arrange(self) -> None:
        sizes = active_sizes()
        side = QFrame(self)
        set_ground(side, Ground.PLAN)
        side.setFixedWidth(sizes.px(304) + sizes.gap)
        column = QVBoxLayout(side)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.px(16), sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("帳票", Look.TITLE, side))
        column.addWidget(self.choices, 1)
        column.addLayout(self._button_grid())
        for widget in (
            self._making,
            self._none,
            self._nothing,
            self._long,
            self._failed,
            self.preview,
        ):
            self._stack.addWidget(widget)
        right = QVBoxLayout()
        right.setContentsMargins(0, sizes.px(12), 0, 0)
        right.setSpacing(sizes.gap)
        right.addWidget(self._notices)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _button_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(active_sizes().gap)
        save, *others = self._make_buttons()
        grid.addWidget(save, 0, 0, 1, 2)
        for place, button in enumerate(others):
            grid.addWidget(button, 1 + place // 2, place % 2)
        return grid

    def _make_buttons(self) -> list[QPushButton]:
        save = QPushButton("PDF を保存(&D)", self)
        save.setIcon(icon("save", Ink.ON_ACCENT))
        set_look(save, Look.PRIMARY)
        save.clicked.connect(lambda: self._save("pdf"))
        excel = QPushButton("Excel(&X)", self)
        excel.setToolTip("Excel ブックとして保存します。")
        excel.clicked.connect(lambda: self._save("xlsx"))
        others = QPushButton("ほかの形式(&O)", self)
        others.setToolTip("ウェブページや CSV、記入用シートとして保存します。")
        menu = QMenu(others)
        for one in (ReportFormat.HTML, ReportFormat.CSV):
            menu.addAction(one.label).triggered.connect(lambda *_, kind=one.value: self._save(kind))
        menu.addSeparator()
        self.entry = menu.addAction("記入用シート（Excel）")
        self.entry.triggered.connect(lambda *_: self._hand_out())
        others.setMenu(menu)
        paper = QPushButton("印刷(&P)", self)
        paper.setIcon(icon("print", Ink.ACCENT))
        paper.clicked.connect(lambda: self._printing.print_out(self.choices.request()))
        show = QPushButton("開く(&W)", self)
        show.setToolTip("PDF を、この PC で PDF を開くソフトで開きます。")
        show.clicked.connect(self._open)
        self._buttons = [save, excel, others, paper, show]
        return self._buttons

    def _connect(self) -> None:
        self._timer.timeout.connect(self._make_if_short)
        self.choices.changed.connect(lambda: self._look_again(0))
        self.choices.edit_layouts.connect(self._edit_layouts)
        self.maker.first.connect(partial(self._show_pages, whole=False))
        self.maker.made.connect(partial(self._show_pages, whole=True))
        self.maker.warned.connect(self._warn)
        self.maker.failed.connect(self._say_failed)
        self.maker.stopped.connect(self._stopped)
        self._long.action.connect(self._make)
        self._failed.action.connect(self._make)
        self._session.changed.connect(self._changed)
        self._session.fiscal_year_changed.connect(self.choices.show_year)

    def _changed(self, saved: Saved) -> None:
        kinds = saved.kinds
        if kinds & {"edition", "department", "plan", "measure", "item", "policy"}:
            self.choices.refresh_options()
        if "layout" in kinds:
            self.choices.refresh_layouts()
        self._look_again()

    def _look_again(self, pause: int = _PAUSE) -> None:
        """Make the preview again soon; at once nothing is shown that is not true any more."""
        self._stale = True
        can = self.choices.request() is not None
        for button in self._buttons:
            button.setEnabled(can)
        if self.isVisible():
            self._timer.start(pause)

    def _make_if_short(self) -> None:
        if self.choices.request() is None:
            self._show_state(self._none)
            return
        count = self.choices.measure_count
        if not count:
            self._show_state(self._nothing)
        elif count > AT_ONCE:
            self._show_state(self._long)
        else:
            self._make()

    def _show_state(self, state: QWidget) -> None:
        self.maker.stop()
        self._stale = False
        self.preview.show_pages(None)
        self._stack.setCurrentWidget(state)

    def _make(self) -> None:
        request = self.choices.request()
        if request is None:
            return
        self._stale = False
        if not self.preview.page_count:
            self._stack.setCurrentWidget(self._making)
        if request.report != self._previewed:
            self._previewed = request.report
            self.preview.view.go_to_page(0)
        desk, layout = self._session.desk, self._session.layout_id
        self.maker.make(lambda: build_requested(desk, request, settings_by_id(desk, layout)))

    def _show_pages(self, pages: PdfPages, *, whole: bool) -> None:
        """Show pages; of a report not whole yet only when nobody looks at a later page of the one before."""
        if whole or self.preview.view.page < len(pages):
            self.preview.show_pages(pages, whole=whole)
        self._stack.setCurrentWidget(self.preview)

    def _warn(self, sentences: tuple[str, ...]) -> None:
        if sentences:
            self._notices.show_notice("\n".join(sentences), Strip.WARNING)

    def _say_failed(self, error: UserError) -> None:
        self._session.failed.emit(error)
        self._stack.setCurrentWidget(self._failed)

    def _stopped(self) -> None:
        """Say how the preview can be had after all: one that was given up half-way is none."""
        self.preview.show_pages(None)
        self._stack.setCurrentWidget(self._long)

    def _edit_layouts(self) -> None:
        from reform_desktop.ui.layouts.layout_dialog import open_layouts  # noqa: PLC0415 -- only when asked for

        open_layouts(self._session, self, self.choices.request())

    def _hand_out(self) -> None:
        from reform_desktop.ui.sheets.offering import ask_and_hand_out  # noqa: PLC0415 -- only when asked for

        self.choices.commit_pending()
        ask_and_hand_out(self._session, self, self.choices.request())

    def _save(self, kind: str) -> None:
        self.choices.commit_pending()
        self._printing.save(self.choices.request(), kind)

    def _open(self) -> None:
        """Hand the PDF to the program that the PC opens PDF files with."""
        from reform_desktop.services.reporting import suggested_name  # noqa: PLC0415 -- reports load late

        request = self.choices.request()
        if request is None:
            return
        name = suggested_name(self._session.desk, request.report, "pdf", subject=request.subject)
        path, layout = Path(self._folder.path()) / name, self._session.layout_id
        self._session.runner.run(
            f"「{name}」を作成しています",
            lambda context: write_requested(self._session.desk, request, "pdf", path, context, layout),
            done=lambda made: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made))),
            owner=self,
        )
