"""One file that is offered for taking in, and how far it has come, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from reform_desktop.services.exchange.words import PURPOSES

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.services.exchange.importing import ImportReport
    from reform_desktop.services.exchange.source import Signer


class Step(Enum):
    """How far a file has come."""

    WAITING = "確認待ち"
    LOOKING = "確認しています"
    READY = "取り込めます"
    UNKNOWN_KEY = "鍵の確認が必要です"
    CHANGED_KEY = "鍵が変わっています"
    REVOKED_KEY = "使わない鍵です"
    REFUSED = "取り込めません"
    TAKING = "取り込んでいます"
    TAKEN = "取り込みました"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file with what the preview found, or why it is refused."""

    path: Path
    step: Step = Step.WAITING
    report: ImportReport | None = None
    refusal: str = ""

    @property
    def strangers(self) -> tuple[Signer, ...]:
        """The keys that nobody has compared yet."""
        return tuple(one for one in self.report.signers if not one.trust.speaks) if self.report else ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing more can be done with it here."""
        return self.step in (Step.TAKEN, Step.REFUSED, Step.REVOKED_KEY)


def step_of(report: ImportReport, accepted: frozenset[str]) -> Step:
    """Return what a previewed file waits for; ``accepted`` are keys that were compared meanwhile."""
    trusts = {one.trust.value for one in report.signers if not one.trust.speaks and one.key not in accepted}
    if "revoked" in trusts:
        return Step.REVOKED_KEY
    if "changed" in trusts:
        return Step.CHANGED_KEY
    return Step.UNKNOWN_KEY if trusts else Step.READY


def purpose_words(one: Offered) -> str:
    """Return what the file is for."""
    return PURPOSES.get(one.report.purpose, one.report.purpose) if one.report else ""


def count_words(one: Offered, count: int) -> str:
    """Return a count, or nothing while it is not known."""
    return f"{count:,}" if one.report else ""


def held_count(one: Offered) -> int:
    """Return how many arrived changes would be held."""
    return sum(one.report.held.values()) if one.report else 0


def detail_lines(one: Offered) -> list[str]:
    """Return what a person should know before taking the file in, a sentence a line."""
    report = one.report
    if report is None:
        return [one.refusal] if one.refusal else []
    lines = [one.refusal] if one.refusal else []
    lines.append(_news(report, taken=one.step is Step.TAKEN))
    if report.conflicts:
        lines.append(
            f"このファイルと内容が食い違う項目が{report.conflicts:,}件あります。どちらの内容も残し、あとで選べます。"
        )
    if report.held:
        reasons = "、".join(f"{reason} {count:,}件" for reason, count in report.held.items())
        lines.append(f"適用せずに保留する変更があります（{reasons}）。")
    if report.evidence_missing:
        lines.append(f"証拠資料{report.evidence_missing:,}件は、まだ届いていません。")
    if report.converted:
        lines.append(f"証拠資料{report.converted:,}件は、途中で書き換えられています（変換済み）。中身を確かめてください。")
    lines.extend(one for one in report.warnings if "鍵" not in one)
    return lines


def _news(report: ImportReport, *, taken: bool) -> str:
    if not report.new and not report.evidence_new:
        return "新しい内容はありません。すでに取り込んだものと同じです。"
    files = f"、新しい証拠資料{report.evidence_new:,}件" if report.evidence_new else ""
    return f"新しい変更{report.new:,}件{files}を取り込み{'ました' if taken else 'ます'}。"
