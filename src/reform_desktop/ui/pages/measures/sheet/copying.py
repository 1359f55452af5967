"""前年度から写す: what is asked before fields with content are replaced, and the notice that takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.copy_forward import CopyPlan, apply_copy, plan_copy
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.session import News

_NAMED = 5


class CopyForward:
    """Copies into the open year of the measure that is shown."""

    def __init__(self, context: SheetContext, parent: QWidget) -> None:
        self._context = context
        self._parent = parent

    def copy(self, fields: Sequence[str], *, with_targets: bool = False) -> None:
        """Copy these fields of last year: at once into empty ones; others are asked about."""
        view, session = self._context.view, self._context.session
        if view is None:
            return
        year = session.fiscal_year
        plan = session.perform(
            lambda: plan_copy(session.desk, view.id, year, fields, with_targets=with_targets)
        )
        if plan is None:
            return
        if not plan.items:
            session.noticed.emit(f"{format_fiscal_year(year - 1)}から写すものはありません。")
        elif plan.occupied:
            self._ask(plan)
        else:
            self._write(plan, overwrite=False)

    def _ask(self, plan: CopyPlan) -> None:
        box = question(plan, self._parent)
        box.finished.connect(box.deleteLater)
        box.buttonClicked.connect(lambda button: self._answered(plan, button.objectName()))
        box.open()

    def _answered(self, plan: CopyPlan, answer: str) -> None:
        if answer in ("free", "all"):
            self._write(plan, overwrite=answer == "all")

    def _write(self, plan: CopyPlan, *, overwrite: bool) -> None:
        session = self._context.session
        saved = session.perform(lambda: apply_copy(session.desk, plan, overwrite=overwrite))
        if saved is not None:
            count = len(plan.items if overwrite else plan.free)
            words = f"{format_fiscal_year(plan.fiscal_year - 1)}から{count:,}件の欄を写しました。"
            session.news.emit(News(words, "元に戻す", session.undo))


def question(plan: CopyPlan, parent: QWidget) -> QMessageBox:
    """Return the question about fields that hold something already; the safe answer is the first."""
    occupied, free = plan.occupied, plan.free
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("前年度から写す")
    named = "、".join(one.label for one in occupied[:_NAMED]) + (" など" if len(occupied) > _NAMED else "")
    box.setText(f"{len(occupied):,}件の欄には、もう内容があります。")
    box.setInformativeText(f"{named}。「元に戻す」で、どちらも前の内容に戻せます。")
    if free:
        box.addButton(f"空いている{len(free):,}件だけ写す", QMessageBox.ButtonRole.AcceptRole).setObjectName("free")
    replace = box.addButton(f"{len(plan.items):,}件すべてを書き換える", QMessageBox.ButtonRole.DestructiveRole)
    replace.setObjectName("all")
    cancel = box.addButton("やめる", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(cancel)
    box.setDefaultButton(cancel)
    return box
