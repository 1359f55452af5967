"""A workbook held to the rules of its format (ECMA-376), part by part: what Excel calls damaged must not pass."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_CHART_PARTS = ("title", "autoTitleDeleted", "plotArea", "legend", "plotVisOnly")
_ANCHOR_PARTS = ("from", "to", "ext", "grpSp", "graphicFrame", "pic", "clientData")

ORDER = tuple(
    name
    for line in (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection",
        "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells",
        "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup",
        "headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing",
        "legacyDrawing tableParts extLst",
    )
    for name in line.split()
)
"""The children of a worksheet in the only order that is allowed (18.3.1.99)."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
_AREA = re.compile(r"'((?:[^']|'')+)'!\$?([A-Z]{1,3})?\$?([0-9]+)?(?::\$?([A-Z]{1,3})?\$?([0-9]+)?)?")


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


class WorkbookFormat:
    """Reads one workbook; ``faults`` names everything in it that the format does not allow."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            self.parts = {name: archive.read(name) for name in names}
        self.faults = [f"{name} twice" for name, count in Counter(names).items() if count > 1]
        self.xml = {name: fromstring(data) for name, data in self.parts.items() if name.endswith((".xml", ".rels"))}
        self.sheet_names: list[str] = []
        self.sheets: dict[str, str] = {}
        self._check_types()
        self._check_relations()
        self._check_workbook()
        styles = self.xml["xl/styles.xml"]
        self.formats = list(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
        self._check_styles(styles)
        self.strings = self._check_strings()
        for name in self.sheets.values():
            self._check_sheet(name)
        self._check_names()
        self._check_charts()
        self._check_drawings()

    def require(self, right: object, what: str) -> None:
        if not right:
            self.faults.append(what)

    def _check_types(self) -> None:
        root = self.xml["[Content_Types].xml"]
        overrides = [one.get("PartName", "") for one in root.iterfind(f"{TYPES}Override")]
        defaults = [one.get("Extension", "").lower() for one in root.iterfind(f"{TYPES}Default")]
        self.require(len(set(overrides)) == len(overrides), "a content type is given twice")
        self.require(len(set(defaults)) == len(defaults), "an extension is given twice")
        for name in overrides:
            self.require(name.lstrip("/") in self.parts, f"content type of {name}, which is missing")
        for name in self.parts:
            known = f"/{name}" in overrides or name.rpartition(".")[2].lower() in defaults
            self.require(name == "[Content_Types].xml" or known, f"{name} has no content type")

    def _check_relations(self) -> None:
        for name, root in self.xml.items():
            if not name.endswith(".rels"):
                continue
            ids = [one.get("Id") for one in root]
            self.require(len(set(ids)) == len(ids), f"{name}: an id twice")
            for one in root.iterfind(f"{PACKAGE}Relationship"):
                if one.get("TargetMode") != "External":
                    target = self.target(name, one.get("Target", ""))
                    self.require(target in self.parts, f"{name}: {target} is missing")

    def target(self, relations: str, to: str) -> str:
        folder = posixpath.dirname(posixpath.dirname(relations))
        return to.lstrip("/") if to.startswith("/") else posixpath.normpath(posixpath.join(folder, to))

    def relations(self, part: str) -> dict[str, str]:
        name = f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels"
        root = self.xml.get(name)
        return {} if root is None else {one.get("Id", ""): self.target(name, one.get("Target", "")) for one in root}

    def _check_workbook(self) -> None:
        relations = self.relations("xl/workbook.xml")
        sheets = list(self.xml["xl/workbook.xml"].iterfind(f"{MAIN}sheets/{MAIN}sheet"))
        self.sheet_names = [one.get("name", "") for one in sheets]
        for what, values in (
            ("name", [name.casefold() for name in self.sheet_names]),
            ("sheetId", [one.get("sheetId") for one in sheets]),
            ("relation", [one.get(f"{OFFICE}id") for one in sheets]),
        ):
            self.require(len(set(values)) == len(values), f"two worksheets have one {what}")
        for one in sheets:
            name = one.get("name", "")
            self.require(0 < len(name.encode("utf-16-le")) // 2 <= 31, f"length of {name!r}")
            self.require(not re.search(r"[\[\]:*?/\\]", name), f"sign in {name!r}")
            self.require(name[:1] != "'" != name[-1:], f"apostrophe at {name!r}")
            self.sheets[name] = relations[one.get(f"{OFFICE}id", "")]
        self.require(any(one.get("state", "visible") == "visible" for one in sheets), "no worksheet is visible")

    def _check_styles(self, styles: ET.Element) -> None:
        for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "numFmts", "dxfs"):
            found = styles.find(f"{MAIN}{name}")
            if found is not None and found.get("count") is not None:
                self.require(int(found.get("count", "0")) == len(found), f"styles: count of {name}")
        sizes = {one.tag.removeprefix(MAIN): len(one) for one in styles}
        for one in self.formats:
            for key, name in (
                ("fontId", "fonts"),
                ("fillId", "fills"),
                ("borderId", "borders"),
                ("xfId", "cellStyleXfs"),
            ):
                self.require(int(one.get(key, "0")) < sizes[name], f"styles: {key} of {one.attrib}")
        names = [one.get("name", "").casefold() for one in styles.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle")]
        self.require(len(set(names)) == len(names), "two named styles have one name")

    def _check_strings(self) -> int:
        root = self.xml.get("xl/sharedStrings.xml")
        if root is None:
            return 0
        found = len(root.findall(f"{MAIN}si"))
        self.require(int(root.get("uniqueCount", found)) == found, "count of shared strings")
        return found

    def _check_sheet(self, part: str) -> None:
        root = self.xml[part]
        children = [one.tag.removeprefix(MAIN) for one in root]
        places = [ORDER.index(name) for name in children]
        self.require(places == sorted(places), f"{part}: order of {children}")
        self.require(len(set(children) - {"conditionalFormatting"}) >= len(set(children)) - 1, f"{part}: twice")
        self._check_rows(part, root)
        self._check_merged(part, root)
        ids = {one.get(f"{OFFICE}id") for one in root.iter() if one.get(f"{OFFICE}id")}
        self.require(ids <= self.relations(part).keys(), f"{part}: relation that is not there")
        for link in root.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink"):
            self._check_area(part, link.get("location", ""))
        for rule in root.iterfind(f"{MAIN}dataValidations/{MAIN}dataValidation"):
            self._check_area(part, rule.findtext(f"{MAIN}formula1") or "")
            self.require(len(rule.get("errorTitle", "")) <= 32, f"{part}: title of a rule")
            self.require(len(rule.get("error", "")) <= 255, f"{part}: words of a rule")
        for foot in root.iterfind(f"{MAIN}headerFooter/*"):
            self.require(len(foot.text or "") <= 255, f"{part}: header or footer longer than 255 signs")

    def _check_rows(self, part: str, root: ET.Element) -> None:
        last = 0
        for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
            number = int(row.get("r", "0"))
            self.require(last < number <= LAST_ROW, f"{part}: row {number} after {last}")
            self.require(0 <= float(row.get("ht", "15")) <= 409, f"{part}: height of row {number}")
            last = number
            before = 0
            for cell in row:
                before = self._check_cell(part, cell, number, before)

    def _check_cell(self, part: str, cell: ET.Element, row: int, before: int) -> int:
        place = cell.get("r", "")
        found = _CELL.fullmatch(place)
        self.require(found is not None and int(found[2]) == row, f"{part}: {place} in row {row}")
        column = column_number(found[1]) if found else 0
        self.require(before < column <= LAST_COLUMN, f"{part}: {place} after column {before}")
        self.require(int(cell.get("s", "0")) < len(self.formats), f"{part}: style of {place}")
        self.require(cell.find(f"{MAIN}f") is None, f"{part}: formula in {place}")
        kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
        if kind == "n" and value is not None:
            self.require(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", value), f"{part}: {place} {value}")
        elif kind == "s":
            self.require(int(value or -1) < self.strings, f"{part}: string of {place}")
        elif kind == "inlineStr":
            words = "".join(one.text or "" for one in cell.iter(f"{MAIN}t"))
            self.require(len(words.encode("utf-16-le")) // 2 <= 32_767, f"{part}: length of {place}")
        else:
            self.require(kind == "n", f"{part}: type {kind} of {place}")
        return column

    def _check_merged(self, part: str, root: ET.Element) -> None:
        merged = root.find(f"{MAIN}mergeCells")
        areas = [] if merged is None else [one.get("ref", "") for one in merged]
        if merged is not None and merged.get("count"):
            self.require(int(merged.get("count", "0")) == len(areas), f"{part}: count of merged areas")
        taken: set[tuple[int, int]] = set()
        for area in areas:
            cells = set(_cells_of(area))
            self.require(len(cells) > 1 and not cells & taken, f"{part}: merged area {area}")
            taken |= cells

    def _check_area(self, where: str, area: str) -> None:
        found = _AREA.fullmatch(area)
        self.require(found is not None, f"{where}: reference {area!r}")
        if found is not None:
            self.require(found[1].replace("''", "'") in self.sheet_names, f"{where}: no worksheet of {area!r}")
            rows = [int(one) for one in (found[3], found[5]) if one]
            self.require(rows == sorted(rows) and all(1 <= row <= LAST_ROW for row in rows), f"{where}: {area!r}")

    def _check_names(self) -> None:
        found = list(self.xml["xl/workbook.xml"].iterfind(f"{MAIN}definedNames/{MAIN}definedName"))
        keys = [(one.get("name", "").casefold(), one.get("localSheetId")) for one in found]
        self.require(len(set(keys)) == len(keys), "two ranges have one name")
        for one in found:
            name = one.get("name", "")
            self.require(re.fullmatch(r"(?!\d)[\w.\\]{1,255}", name), f"name of a range: {name!r}")
            self.require(not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[rRcC]", name), f"{name!r} looks like a cell")
            self.require(int(one.get("localSheetId", "0")) < len(self.sheet_names), f"worksheet of {name!r}")
            self._check_area(name, one.text or "")

    def _check_charts(self) -> None:
        for name, root in self.xml.items():
            if name.startswith("xl/charts/"):
                self._check_order(name, root, CHART, ("style", "chart", "spPr", "txPr"))
                self._check_order(name, root[0], CHART, _CHART_PARTS)
                for labels in root.iter(f"{CHART}dLbls"):
                    self._check_order(name, labels, CHART, ("numFmt", "spPr", "txPr", "showLegendKey", "showVal"))
                for one in root.iter(f"{CHART}f"):
                    self._check_area(name, one.text or "")


    def _check_drawings(self) -> None:
        for name, root in self.xml.items():
            if not name.startswith("xl/drawings/drawing"):
                continue
            for anchor in root:
                self._check_order(name, anchor, DRAWING, _ANCHOR_PARTS)
                self.require(anchor[-1].tag == f"{DRAWING}clientData", f"{name}: an anchor without clientData")
            ids = [one.get("id") for one in root.iter(f"{DRAWING}cNvPr")]
            self.require(len(set(ids)) == len(ids), f"{name}: two shapes have one number")
            for shape in root.iter(f"{DRAWING}sp"):
                self._check_order(name, shape, DRAWING, ("nvSpPr", "spPr", "txBody"))

    def _check_order(self, name: str, root: ET.Element, space: str, order: tuple[str, ...]) -> None:
        """Require that those children that an order names stand in it."""
        places = [order.index(tag) for one in root if (tag := one.tag.removeprefix(space)) in order]
        self.require(places == sorted(places), f"{name}: order of {[one.tag for one in root]}")


def _cells_of(area: str) -> Iterator[tuple[int, int]]:
    corners = [_CELL.fullmatch(one) for one in area.split(":")]
    (left, top), (right, bottom) = ((column_number(one[1]), int(one[2])) for one in corners if one)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column
