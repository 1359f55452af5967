"""決裁欄・市章: the stamp boxes, and the city's emblem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.reports.logos import decoded_logo
from reform_desktop.reports.model import USUAL_STAMPS
from reform_desktop.services.layouts import logo_bytes, store_logo
from reform_desktop.ui.file_dialogs import ask_for_file
from reform_desktop.ui.layouts.bound_fields import DraftField
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.ui.layouts.draft import LayoutDraft
    from reform_desktop.ui.session import Session

_PICTURES: Final = "画像 (*.png *.jpg *.jpeg)"
_USUAL: Final = f"{'、'.join(USUAL_STAMPS)}（標準）"
_STAMP_WORDS: Final = "左から順に、読点（、）で区切って入力します。8個まで、1個12文字までです。"
_LOGO_WORDS: Final = "帳票の左上と表紙に印刷します。PNG か JPEG の画像（2 MB まで）を使えます。"
_NO_LOGO: Final = "付けていません"


class StampsTab(QWidget):
    """Stamp boxes and emblem."""

    def __init__(self, session: Session, draft: LayoutDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._draft = draft
        self.fields = [DraftField(draft, "stamps", self, _USUAL), DraftField(draft, "without_stamps", self)]
        self.logo_name = QLabel(self)
        self.logo_name.setTextFormat(Qt.TextFormat.PlainText)
        self.logo_name.setWordWrap(True)
        self._picture = QLabel(self)
        self._picture.setAccessibleName("市章")
        self.choose = QPushButton("画像を選ぶ(&G)…", self)
        self.choose.clicked.connect(
            lambda *_: ask_for_file(self.window(), "市章の画像を選ぶ", _PICTURES, self.take_logo)
        )
        self.remove = QPushButton("外す(&R)", self)
        self.remove.setAccessibleName("市章の画像を外す")
        self.remove.clicked.connect(lambda *_: self._set_logo("", "", None))
        self.stops = [*(one.field.widget() for one in self.fields), self.choose, self.remove]
        self._arrange()
        draft.loaded.connect(self._refresh)
        draft.changed.connect(self._refresh)

    def take_logo(self, path: Path) -> None:
        """Keep an image in the file and show it; one that is none is refused with a sentence."""
        kept = self._session.perform(lambda: store_logo(self._session.desk, path))
        if kept is not None:
            size = kept["logo_size"]
            self._set_logo(str(kept["logo_name"]), str(kept["logo_sha256"]), size if isinstance(size, int) else None)

    def _set_logo(self, name: str, sha256: str, size: int | None) -> None:
        for field, value in (("logo_name", name), ("logo_size", size), ("logo_sha256", sha256)):
            self._draft.set(field, value)

    def _refresh(self) -> None:
        settings = self._draft.settings
        has_logo = bool(settings.logo_sha256)
        self.logo_name.setText(str(self._draft.value("logo_name") or "市章") if has_logo else _NO_LOGO)
        picture = QPixmap()
        content = logo_bytes(self._session.desk, settings.logo_sha256)
        if content and decoded_logo(content) is not None:
            picture.loadFromData(content)
        side = active_sizes().px(72)
        self._picture.setVisible(not picture.isNull())
        if not picture.isNull():
            smooth = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(picture.scaled(2 * side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        self.choose.setEnabled(not self._draft.locked)
        self.remove.setEnabled(has_logo and not self._draft.locked)

    def _arrange(self) -> None:
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.px(12), 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(self.fields[0])
        column.addWidget(ProseLabel(_STAMP_WORDS, self))
        column.addWidget(self.fields[1])
        column.addSpacing(sizes.px(16))
        column.addWidget(heading("市章", Look.SECTION, self))
        column.addWidget(ProseLabel(_LOGO_WORDS, self))
        column.addWidget(self._picture)
        column.addWidget(self.logo_name)
        row = QHBoxLayout()
        row.setSpacing(sizes.gap)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
