"""The division's request to every department that leads a measure, each in a bundle of its own, in one go."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.records import Department, Measure
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.exporting import CancelCheck, ExportOrder, Purpose, export_bundle
from reform_desktop.services.exchange.folders import make_folder
from reform_desktop.store import records

Progress = Callable[[int, int], None]


def departments_to_ask(desk: Desk) -> list[Department]:
    """Return the departments that lead a measure, by code."""
    with desk.store.reading() as connection:
        leading = {one.lead_department_id for one in records.all_records(connection, Measure)}
    return [one for one in list_departments(desk) if one.id in leading]


def export_requests(
    desk: Desk,
    order: ExportOrder,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> list[Path]:
    """Write one request a department into a folder, made when it is missing, and return the files written.

    ``progress`` counts departments. Raises as `export_bundle` does; then none of the files is left behind.
    """
    if order.purpose is not Purpose.REQUEST or not desk.is_division:
        raise InputError("全部の課に作れるのは、推進課のファイルからの照会だけです。何も書き出していません。")
    departments = departments_to_ask(desk)
    if not departments:
        raise InputError("取組を担当している課がありません。何も書き出していません。取組に担当課を入力してください。")
    make_folder(folder)
    written: list[Path] = []
    try:
        for done, one in enumerate(departments):
            if progress:
                progress(done, len(departments))
            written += export_bundle(desk, dataclasses.replace(order, department=one.id), folder, cancelled=cancelled)
    except BaseException:
        for path in written:
            with suppress(OSError):
                path.unlink()
        raise
    return written
