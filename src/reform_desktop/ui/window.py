"""The window of one open file: navigation, pages made when first shown, and what lasts around them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.errors import UserError
from reform_desktop.domain.practice import mark_of
from reform_desktop.store.lock import HEARTBEAT_SECONDS
from reform_desktop.ui.banners import Banners, freed_sentence, opening_notice, own_sentence, read_only_sentence
from reform_desktop.ui.busy import BusyBar
from reform_desktop.ui.holder_watch import HolderWatch
from reform_desktop.ui.left_off import LeftOff
from reform_desktop.ui.navigation import Navigation
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.page_table import FIRST_PAGE, pages_for
from reform_desktop.ui.printing import Printing
from reform_desktop.ui.search_keeper import SearchKeeper
from reform_desktop.ui.session import CHECKS, Place, Session
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.toolbar import ToolBar
from reform_desktop.ui.undo_actions import UndoActions
from reform_desktop.ui.widgets.dialog import Dialog, room_on_screen
from reform_desktop.ui.widgets.reading_order import tab_as_people_read
from reform_desktop.ui.widgets.roles import Strip
from reform_desktop.ui.widgets.room_scroll import RoomScroll
from reform_desktop.ui.widgets.saved_indicator import SaveState
from reform_desktop.ui.window_menus import WindowMenus

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from reform_desktop.store.write import Saved
    from reform_desktop.ui.finder.finder_dialog import FinderDialog
    from reform_desktop.ui.page_table import PageEntry
    from reform_desktop.ui.pages.checks import ChecksPanel
    from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
    from reform_desktop.ui.pages.page import Page
    from reform_desktop.ui.windows import OpenWindows

PROGRAM: Final = "行革デスク"
_GEOMETRY: Final = "main"
_SEE_BACKUPS: Final = "バックアップを見る"
_PAGE: Final = "page"
_LAYOUT: Final = "layout"
_COUNTS_AFTER: Final = 150
"""Milliseconds: after the first paint, and once for changes that come together."""


class MainWindow(QMainWindow):
    """One file's window. ``closed`` comes when it has let go of the file."""

    closed = Signal()

    def __init__(self, session: Session, desktop: OpenWindows) -> None:
        super().__init__()
        self.session = session
        self.desktop = desktop
        self.settings = Settings()
        self.left_off = LeftOff(session, self.settings)
        self.left_off.restore_year()
        self._entries = {entry.name: entry for entry in pages_for(session)}
        self._pages: dict[str, tuple[QWidget, Page]] = {}
        self._grounds: dict[str, RoomScroll] = {}
        self.is_new_here = False
        """Whether the file is opened for the first time by this person on this PC."""
        self._shown = ""
        self._finder: FinderDialog | None = None
        self._stack = QStackedWidget(self)
        self._middle = QSplitter(Qt.Orientation.Vertical, self)
        self._checks: ChecksPanel | None = None
        self.navigation = Navigation(self._entries.values(), self)
        self.notices = NoticeBar(self)
        self.printing = Printing(session, self, self.notices)
        self.menus = WindowMenus(self)
        self.undo_actions = UndoActions(
            session, self.menus.action("undo"), self.menus.action("redo"), self.commit_pending, self
        )
        self.toolbar = ToolBar(session, self.menus.for_toolbar(), self)
        self._arrange()
        self._connect()
        tab_as_people_read(self)
        self._search_keeper = SearchKeeper(session)
        self._holder_watch = HolderWatch(session)
        self._holder_watch.freed.connect(self._offer_reopening)
        self._holder_watch.passed_on.connect(self._banners.show_holder)
        self._start_heartbeat()
        self._show_saved()
        self._restore()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._shown][1]

    @property
    def page_name(self) -> str:
        """The name of the page that is shown."""
        return self._shown

    def page_entries(self) -> tuple[PageEntry, ...]:
        """Return this file's pages, in the order of the navigation."""
        return tuple(self._entries.values())

    def show_page(self, name: str) -> None:
        """Show a page; it is made now if it was never shown. What is typed on the page left is saved."""
        if name == self._shown:
            return
        self.commit_pending()
        if name not in self._pages:
            widget, page = self._entries[name].make(self.session)
            widget.setAccessibleName(self._entries[name].title)  # heard when the page takes the keyboard
            self._pages[name] = (widget, page)
            self._grounds[name] = RoomScroll(widget, self._stack)
            self._stack.addWidget(self._grounds[name])
        self._shown = name
        widget = self._pages[name][0]
        self._stack.setCurrentWidget(self._grounds[name])
        if not self.navigation.isAncestorOf(self.focusWidget()):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.navigation.show_chosen(name)
        self.left_off.set_text(_PAGE, name)

    def go_to(self, place: Place) -> None:
        """Show a page and a place on it; 入力チェック stands below every page."""
        if place.page == CHECKS:
            self.show_checks(shown=True)
        if place.page in self._entries:
            self.show_page(place.page)
            self.page.show_place(place)

    def refresh_pages(self) -> None:
        """Let the pages made so far read and draw everything anew; what is typed is saved first."""
        self.commit_pending()
        for _widget, page in self._pages.values():
            page.refresh()

    def commit_pending(self) -> None:
        """Save what is typed on the page that is shown."""
        if self._shown:
            self.page.commit_pending()

    def save_all(self) -> None:
        """Answer Ctrl+S: saving is automatic, so save what is being typed and say so."""
        self.commit_pending()
        reason = read_only_sentence(self.session)
        if reason:
            self.notices.show_notice(reason, Strip.WARNING)
        elif self.toolbar.saved.shown is not SaveState.FAILED:
            self.notices.show_notice(f"すべて保存済みです。{own_sentence(self.session)}", Strip.SUCCESS)

    def preview_page(self) -> None:
        """Show on the reports page what 印刷 would print of the page that is shown, or else what is chosen there."""
        from reform_desktop.ui.pages.reports import ReportsPage  # noqa: PLC0415 -- pages load late

        self.commit_pending()
        request = self.page.print_request()
        self.show_page("reports")
        if request is not None and isinstance(self.page, ReportsPage):
            self.page.show_request(request)

    def show_editions(self) -> None:
        """Show the list of editions; what is to be printed from one is shown on the reports page."""
        from reform_desktop.ui.editions.editions_dialog import EditionsDialog  # noqa: PLC0415 -- only when asked for

        self.commit_pending()
        dialog = EditionsDialog(self.session, self)
        dialog.print_wanted.connect(self._print_edition)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _print_edition(self, number: int) -> None:
        from reform_desktop.ui.pages.reports import ReportsPage  # noqa: PLC0415 -- pages load late

        self.show_page("reports")
        if isinstance(self.page, ReportsPage):
            self.page.choices.show_edition(number)

    def show_finder(self) -> None:
        """Show the one box that finds everything, numbers of measures too."""
        from reform_desktop.ui.finder.finder_dialog import FinderDialog  # noqa: PLC0415 -- only when asked for

        self.commit_pending()
        if self._finder is None:
            self._finder = FinderDialog(self.session, self)
        self._finder.begin()

    def show_measure_history(self) -> None:
        """Show what happened to the measure that is chosen."""
        from reform_desktop.ui.pages.measures.measures_page import MeasuresPage  # noqa: PLC0415 -- pages load late

        if not isinstance(self.page, MeasuresPage):
            self.show_page("measures")
        if isinstance(self.page, MeasuresPage):
            self.session.go_to.emit(Place("history", self.page.chosen_measure))

    def focus_search(self) -> None:
        """Go to the search box of the measures page, which narrows the list down."""
        from reform_desktop.ui.pages.measures.measures_page import MeasuresPage  # noqa: PLC0415 -- pages load late

        self.show_page("measures")
        if isinstance(self.page, MeasuresPage):
            self.page.focus_search()

    def toggle_table(self) -> None:
        """Go from the sheet of a measure to the table of the year, or back."""
        from reform_desktop.ui.pages.measures.measures_page import MeasuresPage  # noqa: PLC0415 -- pages load late

        self.show_page("measures")
        if isinstance(self.page, MeasuresPage):
            self.page.toggle_table()

    def show_checks(self, *, shown: bool) -> None:
        """Show or hide 入力チェック below the page; it is made when first shown."""
        if shown and self._checks is None:
            from reform_desktop.ui.pages.checks import ChecksPanel  # noqa: PLC0415 -- only when asked for

            self._checks = ChecksPanel(self.session, self)
            self._middle.addWidget(self._checks)
            self._middle.setSizes([active_sizes().px(460), active_sizes().px(200)])
            self._middle.setStretchFactor(0, 1)
            self._middle.setStretchFactor(1, 0)
        if self._checks is not None:
            self._checks.setVisible(shown)
            if shown:
                self._checks.setFocus(Qt.FocusReason.OtherFocusReason)
        self.menus.action("checks").setChecked(shown)
        self.settings.set_text(CHECKS, "1" if shown else "")

    def show_help(self, topic: str = "") -> None:
        """Show a chapter of the manual; without a name the place about what has the focus, or about the page."""
        from reform_desktop.ui.help_window import HelpWindow, topic_of  # noqa: PLC0415 -- only when asked for

        HelpWindow.the_one().show_topic(topic or topic_of(self.focusWidget()) or self.page.help_topic)

    def say_error(self, error: UserError) -> None:
        """Say what the user or the environment did wrong; it stays until it is closed."""
        self.notices.show_notice(str(error), Strip.ERROR)
        self.toolbar.saved.show_state(SaveState.FAILED, str(error))

    # Qt's events

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed, wait for running work, remember the window, let go of the file."""
        self.commit_pending()
        for dialog in self.findChildren(Dialog):
            self.session.perform(dialog.commit_pending)
        if not self._busy.may_close(event):
            return
        self.left_off.save_window(_GEOMETRY, self)
        self._remember_pages()
        self._heartbeat.stop()
        self._counting.stop()
        self._close_help()
        self.session.close()
        self.closed.emit()

    def _remember_pages(self) -> None:
        """Let the page of the measures keep where one is on it, when it was made at all."""
        if "measures" in self._pages:
            cast("MeasuresPage", self._pages["measures"][1]).remember()

    def _close_help(self) -> None:
        """Let the manual go with the last window of a file."""
        if self.desktop.windows == (self,):
            from reform_desktop.ui.help_window import HelpWindow  # noqa: PLC0415 -- it may never have been opened

            HelpWindow.close_the_one()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of the program, and bundles."""
        if self.desktop.exchange_files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Offer bundles for taking in; of other files of the program ask whether to open them."""
        from reform_desktop.ui.exchange.dropping import dropped  # noqa: PLC0415 -- only when asked for

        event.acceptProposedAction()
        dropped(self, self.desktop.exchange_files_of(event.mimeData()))

    # Inner parts

    def _arrange(self) -> None:
        self.setWindowTitle(f"{mark_of(self.session.plan)}{self.session.desk.path.name} — {PROGRAM}")
        self.setWindowFilePath(str(self.session.desk.path))
        self.setAcceptDrops(True)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.toolbar)
        sizes = active_sizes()
        self._busy = BusyBar(self.session.runner, self)
        centre = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._navigation_ground())
        self._middle.addWidget(self._stack)
        self._middle.setChildrenCollapsible(False)
        row.addWidget(self._middle, 1)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banners = Banners(self.session, centre)
        column.addWidget(self._banners)
        column.addLayout(row, 1)
        column.addWidget(self._busy)
        column.addWidget(self.notices)
        self.setCentralWidget(centre)
        self.setMinimumSize(QSize(sizes.px(880), sizes.px(560)).boundedTo(room_on_screen(self)))

    def _navigation_ground(self) -> RoomScroll:
        """Let the pages' names scroll up and down where type is large and the screen low."""
        ground = RoomScroll(self.navigation, self, as_wide_as_content=True)
        ground.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        return ground

    def _connect(self) -> None:
        session = self.session
        self.navigation.chosen.connect(self.show_page)
        session.go_to.connect(self.go_to)
        session.failed.connect(self.say_error)
        session.noticed.connect(self.notices.show_notice)
        session.news.connect(
            lambda one: self.notices.show_notice(
                one.text, Strip.SUCCESS, action_text=one.action_text, action=one.action
            )
        )
        session.changed.connect(self._changed)
        session.fiscal_year_changed.connect(self.toolbar.show_year)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTS_AFTER)
        self._counting.timeout.connect(self._count_open_points)
        self._counting.start()

    def _restore(self) -> None:
        if not self.left_off.restore_window(_GEOMETRY, self):
            self.resize(active_sizes().px(1240), active_sizes().px(720))
        self._restore_layout()
        remembered = self.left_off.text(_PAGE)
        self.is_new_here = not remembered
        self.show_page(remembered if remembered in self._entries else FIRST_PAGE)
        notice = opening_notice(self.session)
        if notice and self.session.desk.store.migrated_from is not None:
            self.notices.show_notice(
                notice, Strip.WARNING, action_text=_SEE_BACKUPS, action=lambda: self.desktop.show_backups(self)
            )
        elif notice:
            self.notices.show_notice(notice, Strip.WARNING)

    def _restore_layout(self) -> None:
        """Print with the layout chosen last, when this file has it; remember what is chosen from now on."""
        session = self.session
        remembered = self.settings.text(_LAYOUT)
        if remembered:
            from reform_desktop.services.layouts import find_layout  # noqa: PLC0415 -- most people have none

            if session.perform(lambda: find_layout(session.desk, remembered)) is not None:
                session.set_layout(remembered)
        session.layout_changed.connect(lambda chosen: self.settings.set_text(_LAYOUT, chosen))

    def _offer_reopening(self) -> None:
        """Say that whoever had the file has closed it; one press opens it for writing."""
        said, again = freed_sentence(self.session.desk.store.holder), partial(self.desktop.reopen, self)
        self.notices.show_notice(said, Strip.WARNING, action_text="開き直す", action=again)

    def _start_heartbeat(self) -> None:
        self._heartbeat = QTimer(self)
        self._heartbeat.setInterval(HEARTBEAT_SECONDS * 1000)
        self._heartbeat.timeout.connect(self.session.desk.store.beat)
        if not self.session.desk.read_only:
            self._heartbeat.start()

    def _changed(self, saved: Saved) -> None:
        self._show_saved()
        self._counting.start()
        if "plan" in saved.kinds:
            self.toolbar.refresh_years()

    def _count_open_points(self) -> None:
        """Show beside its page how many conflicts and held changes there are."""
        from reform_desktop.services.open_points import count_open_points  # noqa: PLC0415 -- after the first paint

        found = self.session.perform(lambda: count_open_points(self.session.desk))
        self.navigation.show_count("conflicts", sum(found or ()))

    def _show_saved(self) -> None:
        reason = read_only_sentence(self.session)
        state = SaveState.READ_ONLY if reason else SaveState.SAVED
        self.toolbar.saved.show_state(state, reason or own_sentence(self.session))
