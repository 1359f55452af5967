"""Outline templates: a plan with its policies, items, departments and, for the sample, measures, as edits.

Row ids follow from the template, so that two files made from the same outline hold the same rows, and their
changes are the same to the byte.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import FileError, NotFoundError
from reform_desktop.domain.grades import Grade
from reform_desktop.domain.identity import child_row_id, outline_plan_id
from reform_desktop.domain.practice import SAMPLE_OUTLINE
from reform_desktop.domain.system_errors import reason_of
from reform_desktop.domain.values import JsonValue, check_value
from reform_desktop.resources import resource_path
from reform_desktop.store.write import Edit

NAMES: Final = ("annaka-4", "annaka-3", SAMPLE_OUTLINE)
"""The outlines that come with the program."""


class _PlanPart(Struct, forbid_unknown_fields=True):
    name: str = ""
    first_fiscal_year: int | None = None
    last_fiscal_year: int | None = None
    grade_scale: str | tuple[Grade, ...] = "annaka"
    managed_by: str = ""
    closed: bool = False


class _ItemPart(Struct):
    number: int
    title: str


class _PolicyPart(Struct):
    number: int
    title: str
    items: list[_ItemPart] = []


class _Template(Struct):
    format: Annotated[int, Meta(ge=1, le=1)]
    name: str
    label: str
    sample: bool = False
    extends: str = ""
    plan: _PlanPart | None = None
    departments: list[dict[str, JsonValue]] = []
    policies: list[_PolicyPart] = []
    beside: list[str] = []
    plan_counts: list[dict[str, JsonValue]] = []
    measures: list[dict[str, JsonValue]] = []
    measures_files: list[str] = []
    opinions: list[dict[str, JsonValue]] = []
    submissions: list[dict[str, JsonValue]] = []


class _MeasuresFile(Struct):
    measures: list[dict[str, JsonValue]]


@dataclass(slots=True)
class OutlineContent:
    """What a template amounts to: edits for the store, and evidence files to be stored beforehand."""

    plan_id: str
    label: str
    edits: list[Edit] = field(default_factory=list)
    departments: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, Path]] = field(default_factory=list)


def read_outline(name_or_path: str) -> OutlineContent:
    """Return the content of a shipped outline by name, or of a template file.

    Raises `NotFoundError` or `FileError` with a sentence.
    """
    return _content(_folder_and_template(name_or_path))


def outline_labels() -> list[tuple[str, str]]:
    """Return ``(name, label)`` of the outlines that can be chosen for a new file."""
    return [(name, _folder_and_template(name)[1].label) for name in NAMES if name != "annaka-3"]


def department_names(name_or_path: str) -> list[str]:
    """Return the departments that an outline lists, in its order; errors as for `read_outline`."""
    return list(read_outline(name_or_path).departments)


def department_id(plan_id: str, name: str) -> str:
    """Return the id of a department that the outline does not list: the same in every file of the plan."""
    return _id(plan_id, "department", name)


def department_edit(plan_id: str, name: str) -> Edit:
    """Return the edit that creates such a department."""
    return Edit("department", department_id(plan_id, name), {"name": name}, create=True)


def _folder_and_template(name_or_path: str) -> tuple[Path, _Template]:
    path = resource_path(f"outlines/{name_or_path}.json") if name_or_path in NAMES else Path(name_or_path)
    try:
        return path.parent, msgspec.json.decode(path.read_bytes(), type=_Template)
    except FileNotFoundError as error:
        raise NotFoundError(
            f"大綱「{name_or_path}」が見つかりません。ファイルの場所か、次の名前のどれかを指定してください："
            f"{'、'.join(NAMES)}。"
        ) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FileError(
            f"「{path.name}」は大綱のひな形として読めません。何も作っていません。ファイルの内容を確かめてください。"
        ) from error
    except OSError as error:
        raise FileError(f"「{path.name}」を読めません（{reason_of(error)}）。何も作っていません。") from error


def _content(source: tuple[Path, _Template]) -> OutlineContent:
    folder, template = source
    if template.extends:
        template = _extended(_folder_and_template(template.extends)[1], template)
    if template.plan is None:
        raise FileError(f"大綱「{template.label}」に計画名と年度がないため、何も作っていません。")
    plan_id = outline_plan_id(template.name)
    content = OutlineContent(plan_id, template.label)
    builder = _Builder(folder, template, template.plan, content)
    content.edits.extend(builder.edits())
    for other in template.beside:
        content.edits.extend(_content(_folder_and_template(other)).edits)
    return content


def _extended(base: _Template, template: _Template) -> _Template:
    plan = base.plan
    if plan is not None and template.plan is not None:
        plan = msgspec.structs.replace(plan, name=template.plan.name or plan.name)
    return msgspec.structs.replace(
        template,
        plan=plan,
        policies=template.policies or base.policies,
        departments=template.departments or base.departments,
        beside=template.beside or base.beside,
    )


class _Builder:
    """Turns one template into creations, parents before children."""

    def __init__(self, folder: Path, template: _Template, plan: _PlanPart, content: OutlineContent) -> None:
        self._folder = folder
        self._template = template
        self._plan = plan
        self._content = content
        self._items: dict[tuple[int, int], str] = {}
        self._measures: dict[tuple[int, int, int], str] = {}

    def edits(self) -> Iterator[Edit]:
        template, plan_id = self._template, self._content.plan_id
        yield self._plan_edit()
        for place, department in enumerate(template.departments):
            name = str(department["name"])
            self._content.departments[name] = _id(plan_id, "department", name)
            yield self._create(
                "department",
                self._content.departments[name],
                department | {"code": department.get("code") or str(place)},
            )
        yield from self._outline()
        for count in template.plan_counts:
            key = (count["fiscal_year"], count["grade"])
            yield self._create(
                "plan_count", child_row_id(KINDS["plan_count"], plan_id, key), count | {"plan_id": plan_id}
            )
        for measure in self._all_measures():
            yield from self._measure(measure)
        for place, opinion in enumerate(template.opinions):
            yield self._opinion(place, opinion)
        for submission in template.submissions:
            yield self._submission(submission)

    def _plan_edit(self) -> Edit:
        values: dict[str, JsonValue] = msgspec.to_builtins(self._plan)
        scale = self._plan.grade_scale
        values["grade_scale"] = _shipped_scale(scale) if isinstance(scale, str) else msgspec.to_builtins(scale)
        values["sample"] = self._template.sample
        return self._create("plan", self._content.plan_id, values)

    def _outline(self) -> Iterator[Edit]:
        for policy in self._template.policies:
            policy_id = _id(self._content.plan_id, "policy", policy.number)
            yield self._create(
                "policy", policy_id, {"plan_id": self._content.plan_id, "number": policy.number, "title": policy.title}
            )
            for item in policy.items:
                item_id = _id(policy_id, "item", item.number)
                self._items[policy.number, item.number] = item_id
                yield self._create(
                    "item", item_id, {"policy_id": policy_id, "number": item.number, "title": item.title}
                )

    def _all_measures(self) -> Iterator[dict[str, JsonValue]]:
        yield from self._template.measures
        for name in self._template.measures_files:
            yield from msgspec.json.decode((self._folder / name).read_bytes(), type=_MeasuresFile).measures

    def _measure(self, given: dict[str, JsonValue]) -> Iterator[Edit]:
        place = (_whole(given.pop("policy")), _whole(given.pop("item")))
        number = _whole(given["number"])
        item_id = self._items[place]
        measure_id = _id(item_id, "measure", number)
        self._measures[(*place, number)] = measure_id
        departments = self._content.departments
        parts = {name: given.pop(name, []) for name in ("indicators", "year_records", "evidence")}
        related = [departments[str(name)] for name in _list(given.pop("related_departments", []))]
        values = given | {
            "item_id": item_id,
            "lead_department_id": departments[str(given.pop("lead_department"))],
            "related_department_ids": list[JsonValue](related),
        }
        values.pop("lead_department", None)
        yield self._create("measure", measure_id, values)
        for indicator in _dicts(parts["indicators"]):
            yield from self._indicator(measure_id, indicator)
        for year in _dicts(parts["year_records"]):
            row = child_row_id(KINDS["year_record"], measure_id, (year["fiscal_year"],))
            yield self._create("year_record", row, year | {"measure_id": measure_id})
        for order, evidence in enumerate(_dicts(parts["evidence"])):
            yield self._evidence(measure_id, order, evidence)

    def _indicator(self, measure_id: str, given: dict[str, JsonValue]) -> Iterator[Edit]:
        values = _dicts(given.pop("values", []))
        indicator_id = _id(measure_id, "indicator", given["number"])
        yield self._create("indicator", indicator_id, given | {"measure_id": measure_id})
        for value in values:
            row = child_row_id(KINDS["indicator_value"], indicator_id, (value["fiscal_year"],))
            yield self._create("indicator_value", row, value | {"indicator_id": indicator_id})

    def _evidence(self, measure_id: str, order: int, given: dict[str, JsonValue]) -> Edit:
        row = _id(measure_id, "evidence", order)
        name = given.pop("file", None)
        if isinstance(name, str):
            self._content.files.append((row, self._folder.parent / "sample" / name))
        return self._create("evidence", row, given | {"measure_id": measure_id})

    def _opinion(self, order: int, given: dict[str, JsonValue]) -> Edit:
        policy, item, measure = (given.pop(name, None) for name in ("policy", "item", "measure"))
        plan_id = self._content.plan_id
        target: dict[str, JsonValue] = {"plan_id": plan_id}
        if measure is not None:
            target["measure_id"] = self._measures[_whole(policy), _whole(item), _whole(measure)]
        return self._create("opinion", _id(plan_id, "opinion", order), given | target)

    def _submission(self, given: dict[str, JsonValue]) -> Edit:
        department = self._content.departments[str(given.pop("department"))]
        row = child_row_id(KINDS["submission"], department, (given["fiscal_year"], given["period"]))
        return self._create("submission", row, given | {"department_id": department})

    def _create(self, kind: str, row: str, values: dict[str, JsonValue]) -> Edit:
        fields = KINDS[kind].fields
        checked = {name: check_value(fields[name], value) for name, value in values.items()}
        return Edit(kind, row, checked, create=True)


def _shipped_scale(name: str) -> JsonValue:
    scales = msgspec.json.decode(resource_path("outlines/grade_scales.json").read_bytes(), type=dict[str, JsonValue])
    if name not in scales:
        raise FileError(f"達成状況の区分「{name}」が見つかりません。何も作っていません。")
    return scales[name]


def _id(parent: str, kind: str, key: JsonValue) -> str:
    return str(uuid.uuid5(uuid.UUID(parent), f"{kind}/{key}"))


def _whole(value: JsonValue) -> int:
    if not isinstance(value, int):
        raise FileError("大綱のひな形の番号が数字ではありません。何も作っていません。")
    return value


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _dicts(value: JsonValue) -> list[dict[str, JsonValue]]:
    return [dict(one) for one in _list(value) if isinstance(one, dict)]
