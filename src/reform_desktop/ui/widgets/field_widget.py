"""From the declaration of a field to the control that fills it in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, assert_never

from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.value_input import parse_input
from reform_desktop.ui.widgets.check_field import CheckField
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.date_field import DateField, FiscalYearField
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.line_field import LineField
from reform_desktop.ui.widgets.number_field import NumberField
from reform_desktop.ui.widgets.several_field import SeveralField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from reform_desktop.domain.grades import GradeScale
    from reform_desktop.ui.widgets.form_field import FormField


def field_widget(
    field: Field,
    parent: QWidget | None = None,
    *,
    context: str = "",
    unit: str = "",
    scale: GradeScale | None = None,
    options: Iterable[Option] = (),
) -> FormField:
    """Return the control for a declared field; it takes and commits the stored value (a `JsonValue`).

    ``context`` stands before the label in the accessible name (「令和7(2025)年度」). ``unit`` is that of an indicator,
    ``scale`` the plan's grades, ``options`` the records that a reference can name.
    """
    made = _make(field, parent, partial(parse_input, field, scale=scale, unit=unit), scale, tuple(options))
    caption = f"{field.label}（{unit}）" if unit else field.caption
    made.status.set_name(f"{context} {caption}".strip())
    made.status.set_help(field.help)
    return made


def labeled(
    field: Field,
    parent: QWidget | None = None,
    *,
    context: str = "",
    unit: str = "",
    scale: GradeScale | None = None,
    options: Iterable[Option] = (),
    show_label: bool = True,
) -> LabeledField:
    """Return the control for a declared field under its label; ``.field`` is the control itself."""
    made = field_widget(field, None, context=context, unit=unit, scale=scale, options=options)
    return LabeledField(
        field.label,
        made,
        parent,
        unit=unit or field.unit,
        required=field.required,
        show_label=show_label and field.type is not FieldType.BOOLEAN,
    )


def grade_options(scale: GradeScale | None) -> tuple[Option, ...]:
    """Return the grades as entries, symbol and word."""
    return tuple(Option(grade.grade, f"{grade.symbol} {grade.label}") for grade in scale.grades) if scale else ()


def _make(  # noqa: C901, PLR0911 -- one line for each type of field
    field: Field,
    parent: QWidget | None,
    read: Callable[[str], object],
    scale: GradeScale | None,
    options: tuple[Option, ...],
) -> FormField:
    match field.type:
        case FieldType.LINE:
            return LineField(parent, read=read)
        case FieldType.TEXT:
            return TextField(parent, read=read)
        case FieldType.INTEGER | FieldType.AMOUNT | FieldType.DECIMAL:
            return NumberField(read, parent)
        case FieldType.BOOLEAN:
            return CheckField(field.label, parent)
        case FieldType.CHOICE:
            return _choice(field, parent, tuple(Option(one.identifier, one.label) for one in field.choices))
        case FieldType.GRADE:
            return _choice(field, parent, grade_options(scale))
        case FieldType.FISCAL_YEAR:
            return _choice(field, parent, options) if options else FiscalYearField(parent, read=read)
        case FieldType.DATE:
            return DateField(parent, read=read)
        case FieldType.REFERENCE:
            return _choice(field, parent, options)
        case FieldType.REFERENCES:
            return SeveralField(options, parent)
        case FieldType.STRUCTURE:
            message = f"{field.identifier}: a value with parts has a page of its own, not a field"
            raise TypeError(message)
        case _:
            assert_never(field.type)


def _choice(field: Field, parent: QWidget | None, options: tuple[Option, ...]) -> ChoiceField:
    return ChoiceField(options, parent, nothing=None) if field.required else ChoiceField(options, parent)
