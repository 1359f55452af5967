"""Draws every widget in the three themes to PNG files, for the eye. Not a test and not shipped.

Run: QT_QPA_PLATFORM=offscreen python tests/gui/gallery.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.grades import CountsAs, Grade, GradeScale
from reform_desktop.resources import resource_path
from reform_desktop.ui.crash import CrashDialog
from reform_desktop.ui.fonts import load_fallback_font, load_fonts
from reform_desktop.ui.icons import icon, register_marks
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.theme import THEMES, Theme, active_sizes, apply_theme
from reform_desktop.ui.translation import install_japanese
from reform_desktop.ui.widgets.choice_field import Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.grade_badge import GradeBadge
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel, SectionHeading, heading, rule
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Ground, Look, Strip, set_ground, set_look
from reform_desktop.ui.widgets.saved_indicator import SavedIndicator, SaveState
from reform_desktop.ui.widgets.text_field import TextField

_ACHIEVED, _NOT = CountsAs.ACHIEVED, CountsAs.NOT_ACHIEVED
SCALE = GradeScale(
    (
        Grade("overall_achieved", "全体の目標達成", "◎", _ACHIEVED, "green_strong"),
        Grade("year_achieved", "年度目標達成", "○", _ACHIEVED, "green"),
        Grade("year_partly_achieved", "年度目標一部達成", "△", _ACHIEVED, "yellow"),
        Grade("in_progress", "目標に向け実施中", "＞", _NOT, "blue"),
        Grade("under_study", "実施に向け検討中", "…", _NOT, "gray"),
        Grade("stopped", "計画中止", "×", _NOT, "red"),
    )
)
LONG = (
    "窓口で使う申請書を見直し、氏名・住所を何度も書かなくてよい「書かない窓口」を市民課と税務課で始めました。\n"
    "１日あたりの待ち時間は平均で12分から8分に減りました。𠮷田・髙橋・﨑山のような氏名も正しく印字できます。"
)
LOCKED = "計画の内容は政策・デジタル推進課が変更します。"


def _fields() -> list[LabeledField]:
    year = "令和7(2025)年度"
    result = labeled(field_named("year_record", "result"), context=year)
    result.field.set_value(LONG)
    goal = labeled(field_named("measure", "overall_goal"))
    goal.field.set_value("待ち時間を5分以内にします。")
    goal.field.status.lock(LOCKED)
    reason = labeled(field_named("year_record", "reason"), context=year)
    reason.field.status.show_error("計画中止の理由が書かれていません。理由・課題の欄に書いてください。")
    grade = labeled(field_named("year_record", "grade"), context=year, scale=SCALE)
    grade.field.set_value("year_achieved")
    locked_grade = labeled(field_named("year_record", "grade"), context=year, scale=SCALE)
    locked_grade.field.set_value("in_progress")
    locked_grade.field.status.lock("この年度は受理されています。")
    amount = labeled(field_named("year_record", "cost_cut_actual"), context=year)
    amount.field.set_value(-1234567)
    title = labeled(field_named("measure", "title"))
    title.field.set_value("書かない窓口の導入")
    day = labeled(field_named("opinion", "date"))
    day.field.set_value("2025-04-01")
    day.field.status.show_hint("→ 令和7(2025)年4月1日")
    retired = labeled(field_named("measure", "retired_from"))
    priority = labeled(field_named("measure", "priority"))
    priority.field.set_value(value=True)
    departments = [Option(str(n), name) for n, name in enumerate(("市民課", "税務課", "福祉課", "建設整備課"))]
    related = labeled(field_named("measure", "related_department_ids"), options=departments)
    related.field.set_value(["1", "2"])
    return [title, result, goal, reason, grade, locked_grade, amount, day, retired, priority, related]


def _left() -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    column.setSpacing(active_sizes().px(12))
    column.addWidget(heading("1-(1)-① 書かない窓口の導入", Look.TITLE))
    column.addWidget(SectionHeading("令和7(2025)年度の実績"))
    grid = QGridLayout()
    grid.setSpacing(active_sizes().px(12))
    fields = _fields()
    for place, part in enumerate(fields[:4]):
        grid.addWidget(part, place, 0, 1, 2)
    for place, part in enumerate(fields[4:]):
        grid.addWidget(part, 4 + place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    column.addStretch(1)
    return side


def _buttons() -> QHBoxLayout:
    row = QHBoxLayout()
    looks = {"取り込む": Look.PRIMARY, "プレビュー": None, "削除する": Look.DANGER, "詳細": Look.QUIET}
    for text, look in looks.items():
        button = QPushButton(text)
        if look:
            set_look(button, look)
        row.addWidget(button)
    off = QPushButton("印刷")
    off.setIcon(icon("print"))
    off.setEnabled(False)
    row.addWidget(off)
    row.addStretch(1)
    return row


def _icons() -> QGridLayout:
    grid = QGridLayout()
    names = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
    for place, name in enumerate(names):
        button = QToolButton()
        button.setIcon(icon(name))
        button.setAccessibleName(name)
        grid.addWidget(button, place // 13, place % 13)
    return grid


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.ensurePolished()
    tree.header().setDefaultSectionSize(280)
    tree.setHeaderLabels(["取組", "達成状況"])
    policy = QTreeWidgetItem(["1 市民サービスの向上", ""])
    policy.addChildren([QTreeWidgetItem([f"1-(1)-{sign} 書かない窓口", "○"]) for sign in "①②③"])
    tree.addTopLevelItem(policy)
    tree.expandAll()
    tree.setCurrentItem(policy.child(1))
    tree.setMinimumHeight(170)
    return tree


def _notices() -> list[QWidget]:
    shown: list[QWidget] = []
    for strip, text in (
        (Strip.INFORMATION, "取組実績の変更を元に戻しました。"),
        (Strip.SUCCESS, "帳票を保存しました。"),
        (Strip.WARNING, "他の人がこのファイルを開いています。読み取り専用で開きました。"),
        (Strip.ERROR, "保存できませんでした。ディスクの空きがありません。"),
    ):
        bar = NoticeBar()
        bar.show_notice(text, strip, action_text="開く", action=lambda: None)
        shown.append(bar)
    return shown


def _right() -> QWidget:
    side = QFrame()
    set_ground(side, Ground.SUNKEN)
    column = QVBoxLayout(side)
    column.setSpacing(active_sizes().px(12))
    tabs = QTabBar()
    for text in ("実績", "指標", "証拠資料"):
        tabs.addTab(text)
    badges = QGridLayout()
    for place, grade in enumerate((*SCALE.grades, None)):
        badges.addWidget(GradeBadge(grade), place // 3, place % 3)
    states = QHBoxLayout()
    for state in SaveState:
        indicator = SavedIndicator()
        indicator.show_state(state)
        states.addWidget(indicator)
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    hits = TextField()
    hits.set_value("税務窓口と市民窓口")
    hits.set_hits([(2, 4), (7, 9)])
    note = QLabel("小さな文字の説明です。")
    set_look(note, Look.SMALL)
    radio = QRadioButton("担当課として使う")
    radio.setChecked(True)
    column.addWidget(tabs)
    column.addLayout(badges)
    column.addLayout(_buttons())
    column.addLayout(_icons())
    column.addLayout(states)
    for widget in (bar, hits, note, radio, QCheckBox("重点の取組だけ"), rule(), *_notices(), _tree()):
        column.addWidget(widget)
    column.addWidget(ElidedLabel("とても長い取組名が一行に入りきらないときは途中で省略して末尾に印をつけます" * 2))
    column.addWidget(ProseLabel(LONG))
    column.addWidget(EmptyState("証拠資料はまだありません", "ファイルをここに置くと添付されます。", "ファイルを選ぶ"))
    return side


def draw(theme: Theme, folder: Path, app: QApplication) -> None:
    """Draw everything in one theme."""
    apply_theme(app, theme)
    window = QWidget()
    row = QHBoxLayout(window)
    row.addWidget(_left(), 1)
    row.addWidget(_right(), 1)
    window.resize(1500, 1000)
    window.show()
    app.processEvents()
    window.findChildren(TextField)[0].setFocus()
    app.processEvents()
    window.grab().save(str(folder / f"{theme.name}.png"))
    crash = CrashDialog("reform-desktop 0.1.0\nbuiltins.ValueError\n  reform_desktop/ui/x.py:12 f")
    crash.show()
    app.processEvents()
    crash.grab().save(str(folder / f"{theme.name}-crash.png"))
    crash.close()
    window.close()


def main() -> None:
    """Draw all themes into the folder given."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv)
    load_fonts()
    load_fallback_font()
    register_marks()
    install_japanese(app)
    for theme in THEMES.values():
        draw(theme, folder, app)


if __name__ == "__main__":
    main()
