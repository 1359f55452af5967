"""What a person does while the disk fails, and what the file must show afterwards.

Each scenario works in a folder of its own: ``prepare`` lays out the files, ``act`` is what fails (and is tried
again), ``look`` gives what a person sees of it once the disk works again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

from reform_desktop.reports import frozen
from reform_desktop.reports.frozen import FrozenEdition
from reform_desktop.services import editions
from reform_desktop.services.attachments import attach_file
from reform_desktop.services.desk import Desk
from reform_desktop.services.editions import FreezeOrder
from reform_desktop.store.backup import list_backups
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Opened, Store, restore
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, Shown, author, in_year, make_store, save, shown, year_row

FORMAT_1 = Path(__file__).parents[1] / "fixtures" / "store-format-1.reform"
PAPER = bytes(range(256)) * 1600


@dataclass(frozen=True)
class Scenario:
    """``act`` gets the folder and, when ``opens`` is true, the file that a person has open."""

    prepare: Callable[[Path], None]
    act: Callable[[Path, Store | None], None]
    look: Callable[[Path], object]
    opens: bool = True


def store_path(folder: Path) -> Path:
    return folder / "計画.reform"


def _small_plan(folder: Path) -> None:
    store = make_store(store_path(folder))
    save(store, in_year(2025, plan="予約制の試行"))
    store.close()


def _with_backup(folder: Path) -> None:
    _small_plan(folder)
    store = Store.open(store_path(folder), who="担当者")
    (folder / "写真.jpg").write_bytes(PAPER)
    attach_file(Desk(store), MEASURE, 2025, folder / "写真.jpg")
    store.back_up("manual")
    save(store, Edit("measure", MEASURE, {"approach": "バックアップのあと"}))
    store.close()


def _with_paper(folder: Path) -> None:
    _small_plan(folder)
    (folder / "写真.jpg").write_bytes(PAPER)


def _with_edit(folder: Path) -> None:
    _small_plan(folder)
    store = Store.open(store_path(folder), who="担当者")
    save(store, in_year(2026, plan="元に戻す年度"), Edit("measure", MEASURE, {"approach": "元に戻す言葉"}))
    store.close()


def _first_format(folder: Path) -> None:
    shutil.copyfile(FORMAT_1, store_path(folder))


def _nothing(folder: Path) -> None:
    del folder


def _is_open(store: Store | None) -> Store:
    assert store is not None
    return store


def _save(_folder: Path, store: Store | None) -> None:
    edits = [Edit("measure", MEASURE, {"approach": "あ" * 3000}), in_year(2025, result="い" * 9000), in_year(2026)]
    save(_is_open(store), *edits)


def _undo(_folder: Path, store: Store | None) -> None:
    open_store = _is_open(store)
    if year_row(2026) in shown(open_store).records:
        open_store.undo(author(open_store))


def _attach(folder: Path, store: Store | None) -> None:
    open_store = _is_open(store)
    if not any(kind == "evidence" for kind, _fields in shown(open_store).records.values()):
        attach_file(Desk(open_store), MEASURE, 2025, folder / "写真.jpg")


def _freeze(_folder: Path, store: Store | None) -> None:
    desk = Desk(_is_open(store))
    if not editions.list_editions(desk):
        with patch.object(frozen, "FINISHED", (("public", "csv"),)):  # how it is kept is at stake, not how it is drawn
            editions.freeze_edition(desk, FreezeOrder(date(2026, 6, 20), "推進会議", fiscal_year=2025))
    assert frozen.figures_of(editions.open_edition(desk, 1)).plan.measures


def _back_up(_folder: Path, store: Store | None) -> None:
    _is_open(store).back_up("import")


def _copy(folder: Path, store: Store | None) -> None:
    _is_open(store).copy_to(folder / "写し.reform")


def _restore(folder: Path, _store: Store | None) -> None:
    restore(store_path(folder), list_backups(store_path(folder))[-1], "担当者")


def _create(folder: Path, _store: Store | None) -> None:
    if not store_path(folder).exists():
        Store.create(store_path(folder), unit="division", who="担当者").close()


def _open(folder: Path, _store: Store | None) -> None:
    Store.open(store_path(folder), who="担当者").close()


def look_at_file(folder: Path) -> Shown | None:
    """Open the file as the next person does: nothing may be wrong with it."""
    path = store_path(folder)
    if not path.exists():
        return None
    lock_path(path).unlink(missing_ok=True)  # the process that failed is gone by then
    store = Store.open(path, who="次の人")
    try:
        assert store.opened is Opened.READY
        assert store.verify().is_sound
        seen = shown(store)
        store.rebuild()
        assert shown(store) == seen
        made = ("evidence", "edition")  # under ids that are new each time
        records = {row: has for row, has in seen.records.items() if has[0] not in made}
        papers = sorted(str(fields["title"]) for kind, fields in seen.records.values() if kind == "evidence")
        papers += [one.label for one in frozen_editions(store)]
        return Shown(records, (*((row, body) for row, body in seen.documents), *(("", title) for title in papers)))
    finally:
        store.close()


def frozen_editions(store: Store) -> list[FrozenEdition]:
    """Every edition that is listed can be printed from."""
    desk = Desk(store)
    if not desk.plans():  # a file that is just being made
        return []
    return [editions.read_content(desk, one) for one in editions.list_editions(desk)]


def _look_at_backups(folder: Path) -> object:
    """Whatever is listed as a backup gives the file back."""
    before = look_at_file(folder)
    listed = list_backups(store_path(folder))
    for one in listed:
        restore(store_path(folder), one, "担当者")
        assert look_at_file(folder) == before
    return (before, bool(listed))


def _look_at_copy(folder: Path) -> object:
    before = look_at_file(folder)
    if not (folder / "写し.reform").exists():
        return (before, None)
    copy = Store.open(folder / "写し.reform", who="次の人")
    try:
        assert copy.verify().is_sound
        return (before, shown(copy))
    finally:
        copy.close()


SCENARIOS = {
    "save": Scenario(_small_plan, _save, look_at_file),
    "undo": Scenario(_with_edit, _undo, look_at_file),
    "attach": Scenario(_with_paper, _attach, look_at_file),
    "freeze": Scenario(_small_plan, _freeze, look_at_file),
    "backup": Scenario(_with_paper, _back_up, _look_at_backups),
    "copy": Scenario(_small_plan, _copy, _look_at_copy),
    "restore": Scenario(_with_backup, _restore, look_at_file, opens=False),
    "create": Scenario(_nothing, _create, look_at_file, opens=False),
    "open": Scenario(_small_plan, _open, look_at_file, opens=False),
    "migrate": Scenario(_first_format, _open, look_at_file, opens=False),
}
