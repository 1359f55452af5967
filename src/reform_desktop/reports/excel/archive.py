"""The workbook's zip file, with the document's day in place of the clock: the same document makes the same bytes."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from reform_desktop.reports.excel.drawings import ShapedDrawing, complete_chart
from reform_desktop.reports.excel.streamed import StreamedSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from _typeshed import SizedBuffer, StrPath
    from openpyxl.chart._chart import ChartBase
    from openpyxl.worksheet.worksheet import Worksheet

_EARLIEST: Final = date(1980, 1, 1)
"""Zip files know no earlier day."""

_REGULAR: Final = 0o600 << 16
"""What a file may be to whom, where an archive's reader asks for it."""


def save_workbook(workbook: Workbook, stream: BinaryIO, day: date) -> None:
    """Write the workbook as if it had been made on that day; openpyxl's own way stamps it with the clock."""
    workbook.properties.modified = datetime.combine(day, time())
    with _DatedZip(stream, max(day, _EARLIEST)) as archive:
        _ShapesWriter(workbook, archive).write_data()


class _ShapesWriter(ExcelWriter):
    """Writes the shapes of worksheets, too, and charts with all that they want."""

    _charts: list[ChartBase]
    _archive: ZipFile

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one worksheet, and let its drawing have what openpyxl does not know."""
        super().write_worksheet(ws)
        sheet = cast("StreamedSheet", ws)
        whole = ShapedDrawing(sheet._drawing, sheet.shapes, sheet.chart_words)  # noqa: SLF001
        sheet._drawing = whole  # noqa: SLF001 -- where openpyxl looks for it

    def _write_charts(self) -> None:
        for chart in self._charts:
            self._archive.writestr(chart.path[1:], tostring(complete_chart(_tree_of(chart))))
            self.manifest.append(chart)


def _tree_of(chart: ChartBase) -> Element:
    tree: Element = chart._write()  # type: ignore[attr-defined]  # noqa: SLF001 -- as openpyxl asks it for its XML
    return tree


class _DatedZip(ZipFile):
    """An archive in which every member bears the same day."""

    def __init__(self, stream: BinaryIO, day: date) -> None:
        super().__init__(stream, "w", ZIP_DEFLATED, allowZip64=True)
        self._day = day

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add a member out of memory."""
        member = zinfo_or_arcname if isinstance(zinfo_or_arcname, ZipInfo) else self._member(zinfo_or_arcname)
        super().writestr(member, data, compress_type, compresslevel)

    def write(
        self,
        filename: StrPath,
        arcname: StrPath | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add a member out of a file, piece by piece."""
        del compress_type, compresslevel  # all members are packed alike
        member = self._member(str(arcname or filename))
        member.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        member.compress_type = ZIP_DEFLATED
        member.external_attr = _REGULAR
        return member
