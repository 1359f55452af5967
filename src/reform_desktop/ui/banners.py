"""Strips below the tool bar that stay: 練習用, 読み取り専用, and how the file came to be open."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reform_desktop.domain.practice import is_practice
from reform_desktop.store.store import Opened
from reform_desktop.ui.practice_strip import PracticeStrip
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import WrappedLabel
from reform_desktop.ui.widgets.picture_label import PictureLabel
from reform_desktop.ui.widgets.roles import Strip, set_style_property

if TYPE_CHECKING:
    from reform_desktop.store.lock import LockHolder
    from reform_desktop.ui.session import Session

_PLACE = "保存先に書き込めないため、読み取り専用で表示しています。書き込めるフォルダーに写すと編集できます。"
_ASKED = "読み取り専用で表示しています。"
_UNKNOWN = "ほかの人が開いています。読み取り専用で表示しています。"


class Banners(QWidget):
    """The lasting state of the file, in words; nothing at all for a file of one's own."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        sizes = active_sizes()
        if is_practice(session.plan):
            layout.addWidget(PracticeStrip(self))
        layout.setContentsMargins(sizes.gap, sizes.tight, sizes.gap, sizes.tight)
        layout.setSpacing(sizes.tight)
        self.sentences = _sentences(session)
        self._holder_label: WrappedLabel | None = None
        for words, strip, picture in self.sentences:
            frame, self._holder_label = _strip(words, strip, picture, self)
            layout.addWidget(frame)
        self.setVisible(layout.count() > 0)


    def show_holder(self, holder: LockHolder) -> None:
        """Say that somebody else has the file now."""
        if self._holder_label is not None:
            self._holder_label.set_text(holder_sentence(holder))


def read_only_sentence(session: Session) -> str:
    """Return why the file is open for reading only, or ``""`` when it can be changed."""
    desk = session.desk
    if not desk.read_only:
        return ""
    if desk.opened is Opened.LOCKED:
        return holder_sentence(desk.store.holder)
    return _PLACE if desk.opened is Opened.READ_ONLY_PLACE else _ASKED


def holder_sentence(holder: LockHolder | None) -> str:
    """Say who has the file, where and since when: 「総務課 担当者 さんが PC-12 で 9:30 から開いています。…」."""
    if holder is None or not holder.host:
        return _UNKNOWN
    since = _clock(holder.since)
    began = f" {since} から" if since else ""
    return f"{holder.who or 'ほかの人'} さんが {holder.host} で{began}開いています。読み取り専用で表示しています。"


def own_sentence(session: Session) -> str:
    """Say since when the file is open here for writing, and what others get: for whoever wonders."""
    holder = session.desk.store.holder
    if holder is None or session.desk.read_only:
        return ""
    since = _clock(holder.since)
    began = f"{since} から" if since else ""
    return f"このファイルは、{began}このPC（{holder.host}）で開いています。ほかの人には読み取り専用で表示します。"


def freed_sentence(holder: LockHolder | None) -> str:
    """Say that whoever had the file has closed it."""
    who = holder.who if holder is not None and holder.who else "ほかの人"
    return f"{who} さんがファイルを閉じました。開き直すと、最新の内容が表示され、入力できます。"


def opening_notice(session: Session) -> str:
    """Return what to say once about how the file was opened, or ``""``."""
    desk = session.desk
    if desk.opened is Opened.RECOVERED:
        return "前回は正しく閉じられませんでしたが、内容は確かめました。保存した内容はすべてあります。"
    if desk.store.migrated_from is not None:
        return "ファイルを新しい形式に変えました。変える前の状態は、バックアップに残してあります。"
    return ""


def _clock(since: str) -> str:
    """Return the time, with the day when it was not today."""
    try:
        at = datetime.fromisoformat(since)
    except ValueError:
        return ""
    clock = f"{at.hour}:{at.minute:02d}"
    return clock if at.date() == datetime.now(at.tzinfo).date() else f"{at.month}月{at.day}日 {clock}"


def _sentences(session: Session) -> list[tuple[str, Strip, str]]:
    found = []
    reason = read_only_sentence(session)
    if reason:
        found.append((reason, Strip.WARNING, "lock"))
    return found


def _strip(words: str, strip: Strip, picture: str, parent: QWidget) -> tuple[QFrame, WrappedLabel]:
    sizes = active_sizes()
    frame = QFrame(parent)
    set_style_property(frame, "strip", strip.value)
    drawing = PictureLabel(sizes.px(16), frame)
    drawing.show_icon(picture)
    label = WrappedLabel(words, frame)
    row = QHBoxLayout(frame)
    row.setContentsMargins(sizes.px(12), sizes.tight, sizes.px(12), sizes.tight)
    row.setSpacing(sizes.gap)
    row.addWidget(drawing)
    row.addWidget(label, 1)
    return frame, label
