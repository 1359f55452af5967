"""Cells in which one chooses from a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from openpyxl.worksheet.datavalidation import DataValidation

from reform_desktop.reports.excel.streamed import StreamedSheet


def add_drop_downs(sheet: StreamedSheet, places: Mapping[str, Iterable[str]], lists: Mapping[str, str]) -> None:
    """Add for each list, by its name, the cells that choose from it; ``lists`` says where it stands."""
    for name, cells in places.items():
        validation = DataValidation(
            type="list",
            formula1=lists[name],
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=name,
            error=f"{name}は一覧から選んでください。",
        )
        for cell in cells:
            validation.add(cell)
        sheet.data_validations.append(validation)
