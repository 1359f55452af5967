"""An order for a bundle together with the state that it means: asked, handed in, sent back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reform_desktop.domain.errors import InputError
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, check_order, department_of_order
from reform_desktop.services.exchange.folders import make_folder
from reform_desktop.services.exchange.sending import (
    Answers,
    HandedIn,
    Request,
    SentBack,
    send_back,
    send_requests,
    submit,
)


def export_recorded(
    desk: Desk, order: ExportOrder, period: str, target: Path, department_ids: Sequence[str] | None = None
) -> list[Path]:
    """Write what an order asks for and record it with the submissions of its year and a period.

    ``department_ids`` are those of a request to several departments; ``target`` is then a folder, made when it is
    missing. Raises as `export_bundle` does; then nothing is recorded and no file is left behind.
    """
    check_order(desk, order)
    if department_ids is not None and order.purpose is Purpose.REQUEST:
        make_folder(target)
        return send_requests(desk, _request(order, period, department_ids), target)
    answers = _answers(desk, order, period)
    if order.purpose is Purpose.REQUEST:
        return send_requests(desk, _request(order, period, [answers.department_id]), target)
    if order.purpose is Purpose.RETURN:
        return send_back(desk, answers, _sent_back(order), target)
    return submit(desk, answers, HandedIn(order.message, order.with_evidence, order.only_missing), target)


def _answers(desk: Desk, order: ExportOrder, period: str) -> Answers:
    department_id = department_of_order(desk, order.department)
    if department_id is None or order.fiscal_year is None:
        raise InputError("状態を記録するには、課と年度の指定が必要です。何も書き出していません。")
    return Answers(department_id, order.fiscal_year, period)


def _request(order: ExportOrder, period: str, department_ids: Sequence[str]) -> Request:
    if order.fiscal_year is None:
        raise InputError("状態を記録するには、年度の指定が必要です。何も書き出していません。")
    return Request(
        department_ids,
        order.fiscal_year,
        period,
        order.deadline,
        order.message,
        order.with_evidence,
        order.passphrase,
        order.only_missing,
    )


def _sent_back(order: ExportOrder) -> SentBack:
    return SentBack(order.message, order.comments, order.passphrase, order.only_missing)
