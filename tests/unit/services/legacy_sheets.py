"""Sheets as cities have them, without any keys of ours: merged titles, headings in two rows, notes, 令和, ▲."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("番号", "取組名", "年度目標", "取組実績", "自己評価", "歳出削減額", "目標値", "実績値", "今後の予定")


def survey(path: Path) -> Path:
    """Write 取組状況調査票: a merged title, two rows of headings, a measure a row, notes, sums and a hidden row."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "調査票"
    page["A1"] = "令和７年度　行政改革実施計画　取組状況調査票（課長確認後に提出）"
    page.merge_cells("A1:I1")
    page["A2"] = "※ 色の付いたセルに記入してください。"
    page.merge_cells("A2:I2")
    for column, words in ((1, "番号"), (2, "取組名"), (3, "令和７年度"), (6, "効果額（千円）"), (8, "今後の予定")):
        page.cell(4, column).value = words
    for area in ("A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:H5"):
        page.merge_cells(area)
    for column, words in ((3, "目標"), (4, "取組\n実績"), (5, "自己評価"), (6, "歳出削減額"), (7, "歳入確保額")):
        page.cell(5, column).value = words
    rows: tuple[tuple[str | int | None, ...], ...] = (
        (
            "１－（１）－①",
            "税務窓口の予約",
            "30分以内",
            "予約を\n始めた",
            "実施中",
            "▲１，２００",
            "1,500千円",
            "拡大",
        ),
        ("1-(1)-②", "相談の\n一本化", None, "窓口を一つにした", None, 0, None, None),
        ("小計", None, None, None, None, "=SUM(F6:F7)", None, None),
        ("9-(9)-⑨", "知らない取組", None, "書いたこと", None, 5, None, None),
        ("1-(1)-③", "給食の見直し", None, "隠れた行の実績", None, "#DIV/0!", "たくさん", None),
    )
    for place, row in enumerate(rows, 6):
        for column, value in enumerate(row, 1):
            page.cell(place, column).value = value
    page.cell(10, 6).data_type = "e"
    page.row_dimensions[10].hidden = True
    page["A12"] = "※1 千円未満は四捨五入してください。"
    page["D13"] = "（担当：内線1121）"
    book.save(path)
    return path


def yearly(path: Path) -> Path:
    """Write a list with the years side by side, and the indicators in rows of their own under a merged measure."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["取組No.", "取組事項", "成果指標", "令和7年度", None, "R8", None, "開始年度"])
    page.append([None, None, None, "目標値", "実績値", "目標値", "実績値", None])
    page.append(["1-1-1", "税務窓口の予約", "待ち時間", "３０分", 28.5, "25", None, dt.date(2025, 4, 1)])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
        page.merge_cells(area)
    book.save(path)
    return path


def form(path: Path) -> Path:
    """Write a form of one measure: captions at the left, what was filled in at their right."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page["A1"] = "令和7年度　取組シート"
    page.merge_cells("A1:F1")
    page["A3"], page["B3"], page["C3"], page["D3"] = "番号", "1-(1)-①", "取組名", "税務窓口の予約"
    for row, (caption, value) in enumerate(
        (("現状", "長い列ができる"), ("取組実績", "予約を始めた"), ("歳出削減実績額（千円）", "▲1,200")), 5
    ):
        page.cell(row, 1).value = caption
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        page.cell(row, 3).value = value
        page.merge_cells(start_row=row, end_row=row, start_column=3, end_column=6)
    book.save(path)
    return path


def table(encoding: str, delimiter: str = ",") -> bytes:
    """Return the bytes of a CSV file as Excel and others write it."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["番号", "取組名", "取組実績", "歳出削減額"])
    writer.writerow(["1-(1)-①", "税務窓口の予約", "予約を始めた", "▲1,200"])
    return stream.getvalue().encode(encoding)
