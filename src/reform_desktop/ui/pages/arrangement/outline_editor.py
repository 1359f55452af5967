"""The tree at the left, what is chosen in it at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import arrangement, planning
from reform_desktop.ui.pages.arrangement.actions_row import ActionsRow
from reform_desktop.ui.pages.arrangement.outline_model import OutlineModel
from reform_desktop.ui.pages.arrangement.outline_tree import outline_tree, scrolled
from reform_desktop.ui.pages.arrangement.questions import ask_delete, ask_where
from reform_desktop.ui.pages.measures.line_words import Role
from reform_desktop.ui.pages.record_form import RecordForm
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session

_TREE_KINDS: Final = frozenset({"plan", "policy", "item", "measure", "department"})
_FIELDS: Final = {
    "policy": ("number", "title", "retired_from"),
    "item": ("number", "title", "retired_from"),
    "measure": (
        "number",
        "title",
        "lead_department_id",
        "related_department_ids",
        "priority",
        "first_fiscal_year",
        "last_fiscal_year",
        "retired_from",
    ),
}
_OF_ONE_ONLY: Final = frozenset({"number", "title"})
_NEW: Final = {"policy": "新しい方針", "item": "新しい推進項目", "measure": "新しい取組"}


class OutlineEditor(QWidget):
    """Add, rename, move, renumber, retire, assign and delete; every step can be undone."""

    help_topic = "arrangement#方針・推進項目・取組"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = OutlineModel(session, self)
        self.tree = outline_tree(self.model, self)
        self.actions_row = ActionsRow(self.tree, self)
        self.forms = {kind: self._build_form(kind) for kind in _FIELDS}
        self._heading = ElidedLabel("", self)
        self._note = QLabel(self)
        self._side = QStackedWidget(self)
        self._nothing = EmptyState("左の一覧で選んでください", "選んだものを、ここで変えられます。", "", self)
        self._add_actions()
        self._arrange()
        self.tree.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self._unfold()
        self._show_chosen()

    # What the page asks

    def after_change(self, saved: Saved) -> None:
        """Show what changed; chosen rows and open branches stay."""
        kinds = saved.kinds
        if kinds & _TREE_KINDS:
            if "department" in kinds or "plan" in kinds:
                self._refresh_options()
            self._reload()

    def refresh(self) -> None:
        """Read everything anew."""
        self._refresh_options()
        self._reload()

    def commit_pending(self) -> None:
        """Save what is typed."""
        for form in self.forms.values():
            form.commit_pending()

    def choose(self, kind: str, row: str, field: str = "") -> None:
        """Choose a record, and perhaps go to one of its fields."""
        index = self.model.find(kind, row)
        if index.isValid():
            self._make_current(index)
            self.tree.scrollTo(index)
            if field in _FIELDS[kind]:
                self.forms[kind].focus(field)

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Kind and id of what is chosen, in the order of the tree."""
        rows = self.tree.selectionModel().selectedRows(0)
        return [(self.model.kind_of(one), str(one.data(Role.ID))) for one in rows]

    # What the buttons do

    def add(self, kind: str) -> str:
        """Add a record where the choice stands, and let its title be typed at once; returns its id."""
        parent_id = self._parent_for(kind)
        if not parent_id:
            self._session.noticed.emit(f"{KINDS[kind].label}を追加する場所を、左の一覧で選んでください。")
            return ""
        made = self._session.perform(
            lambda: arrangement.add(self._session.desk, kind, parent_id, {"title": _NEW[kind]})
        )
        if made is None:
            return ""
        self.choose(kind, made[0])
        self.tree.edit(self.tree.currentIndex())
        return made[0]

    def move_by(self, step: int) -> None:
        """Move what is chosen up or down among its siblings."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        place = index.row() + 1 + step
        if not index.isValid() or not 1 <= place <= self.model.rowCount(index.parent()):
            return
        kind, row = self.model.kind_of(index), str(index.data(Role.ID))
        self._session.perform(lambda: arrangement.move(self._session.desk, kind, row, to_place=place))

    def move_elsewhere(self) -> None:
        """Ask for another policy or item, and move what is chosen there."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        kind = self.model.kind_of(index) if index.isValid() else ""
        if kind not in ("item", "measure"):
            return
        row, now, desk = str(index.data(Role.ID)), str(index.parent().data(Role.ID)), self._session.desk
        places = planning.policy_headings(desk) if kind == "item" else planning.item_headings(desk)
        label = "移す先の方針" if kind == "item" else "移す先の推進項目"

        def move(target: str) -> None:
            self._session.perform(lambda: arrangement.move(desk, kind, row, to_parent=target))
            self.choose(kind, row)

        ask_where(self, f"{KINDS[kind].label}を移す", label, places, now, move)

    def renumber(self) -> None:
        """Number the siblings of what is chosen 1, 2, 3 and so on."""
        index = self.tree.currentIndex().siblingAtColumn(0)
        if not index.isValid():
            return
        kind = self.model.kind_of(index)
        above = str(index.parent().data(Role.ID)) if index.parent().isValid() else self._session.plan.id
        saved = self._session.perform(lambda: arrangement.renumber(self._session.desk, kind, above))
        if saved is not None and not saved.rows:
            self._session.noticed.emit("番号は順番どおりです。変更はありません。")

    def delete(self) -> None:
        """Ask, then delete what is chosen with all its parts."""
        chosen = self.chosen
        if len(chosen) != 1:
            return
        kind, row = chosen[0]
        deletion = self._session.perform(lambda: arrangement.plan_deletion(self._session.desk, kind, row))
        if deletion is None:
            return
        title = self.model.title_of(self.model.find(kind, row))
        ask_delete(
            self,
            KINDS[kind].label,
            title,
            deletion.summary,
            lambda: self._session.perform(lambda: arrangement.delete_with_parts(self._session.desk, deletion)),
        )

    # Inner parts

    def _build_form(self, kind: str) -> RecordForm:
        years = {name: self._year_options for name in _FIELDS[kind] if name.endswith("year") or name == "retired_from"}
        departments = {name: self._department_options for name in _FIELDS[kind] if "department" in name}
        return RecordForm(self._session, kind, _FIELDS[kind], self, options={**years, **departments})

    def _year_options(self) -> list[Option]:
        return [Option(year, format_fiscal_year(year)) for year in self._session.fiscal_years]

    def _department_options(self) -> list[Option]:
        return [Option(one.id, one.name) for one in self._session.departments]

    def _add_actions(self) -> None:
        row = self.actions_row
        adding = [(f"{KINDS[kind].label}を追加", lambda kind=kind: self.add(kind)) for kind in _FIELDS]
        self._write_actions = [
            *row.add_menu("追加(&A)", "add", adding),
            row.add("名前を変える", "edit", lambda: self.tree.edit(self.tree.currentIndex().siblingAtColumn(0)), "F2"),
            row.add("上へ", "up", lambda: self.move_by(-1), "Alt+Up", words=False),
            row.add("下へ", "down", lambda: self.move_by(1), "Alt+Down", words=False),
            row.add("別の場所へ", "right", self.move_elsewhere, "Ctrl+M"),
            row.add("番号を振り直す", "checklist", self.renumber),
            row.add("削除", "remove", self.delete, "Del"),
        ]
        for action in self._write_actions:
            action.setEnabled(not self._session.desk.read_only)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._heading, Look.SECTION)
        set_look(self._note, Look.SMALL)
        self._note.setWordWrap(True)
        self._side.addWidget(self._nothing)
        for form in self.forms.values():
            self._side.addWidget(scrolled(form))
        right = QVBoxLayout()
        right.setSpacing(sizes.gap)
        right.addWidget(self._heading)
        right.addWidget(self._note)
        right.addWidget(self._side, 1)
        holder = QWidget(self)
        holder.setLayout(right)
        holder.setFixedWidth(sizes.px(320))
        right.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(sizes.wide)
        row.addWidget(self.tree, 1)
        row.addWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.gap, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(self.actions_row)
        column.addLayout(row, 1)

    def _show_chosen(self) -> None:
        chosen = self.chosen
        kinds = {kind for kind, _row in chosen}
        if len(kinds) != 1:
            self._heading.set_text("")
            self._note.setText("同じ種類のものを選ぶと、まとめて変えられます。" if kinds else "")
            self._side.setCurrentIndex(0)
            return
        kind = kinds.pop()
        found = planning.read_rows(self._session.desk, kind, [row for _kind, row in chosen])
        form = self.forms[kind]
        form.show_records(found)
        form.show_only([name for name in _FIELDS[kind] if len(chosen) == 1 or name not in _OF_ONE_ONLY])
        self._side.setCurrentIndex(1 + list(_FIELDS).index(kind))
        if len(chosen) == 1:
            self._heading.set_text(str(self.model.find(kind, chosen[0][1]).data() or ""))
            self._note.setText("")
        else:
            self._heading.set_text(f"{KINDS[kind].label} {len(chosen)}件")
            self._note.setText(f"変えた項目は、選んだ {len(chosen)}件すべてに入ります。")
        self._note.setVisible(bool(self._note.text()))

    def _parent_for(self, kind: str) -> str:
        """Return below what a new record goes: the choice itself, or what stands above it."""
        if kind == "policy":
            return self._session.plan.id
        index = self.tree.currentIndex().siblingAtColumn(0)
        while index.isValid() and self.model.kind_of(index) != KINDS[kind].parent_kind:
            index = index.parent()
        return str(index.data(Role.ID)) if index.isValid() else ""

    def _reload(self) -> None:
        chosen, current = self.chosen, self.tree.currentIndex().siblingAtColumn(0)
        now = (self.model.kind_of(current), str(current.data(Role.ID))) if current.isValid() else None
        folded = {str(one.data(Role.ID)) for one in self._branches() if not self.tree.isExpanded(one)}
        scrolled = self.tree.verticalScrollBar().value()
        blocked = self.tree.selectionModel().blockSignals(True)  # noqa: FBT003 -- Qt's own signature
        self.model.reload()
        self._unfold()
        for index in self._branches():
            if str(index.data(Role.ID)) in folded:
                self.tree.collapse(index)
        if now:
            self._make_current(self.model.find(*now))
        self._select(chosen)
        self.tree.verticalScrollBar().setValue(scrolled)
        self.tree.selectionModel().blockSignals(blocked)
        self._show_chosen()
        self.tree.viewport().update()

    def _make_current(self, index: QModelIndex) -> None:
        """Choose one row alone, whatever keys are held down (Qt would add to the choice with Ctrl)."""
        selection, flag = self.tree.selectionModel(), self.tree.selectionModel().SelectionFlag
        selection.setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def _select(self, chosen: list[tuple[str, str]]) -> None:
        selection, flag = self.tree.selectionModel(), self.tree.selectionModel().SelectionFlag
        for kind, row in chosen:
            index = self.model.find(kind, row)
            if index.isValid():
                selection.select(index, flag.Select | flag.Rows)

    def _unfold(self) -> None:
        if self.model.wholly_read:
            self.tree.expandAll()
        else:
            self.tree.expandToDepth(0)

    def _branches(self) -> list[QModelIndex]:
        policies = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        items = [self.model.index(row, 0, one) for one in policies for row in range(self.model.rowCount(one))]
        return policies + items

    def _refresh_options(self) -> None:
        for form in self.forms.values():
            form.refresh_options()
