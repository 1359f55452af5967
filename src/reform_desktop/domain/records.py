"""The record kinds of a reform plan (domain.md, "Terms"), each field declared once.

A record is what the log of changes shows of a row at this moment. Ids are UUIDs in text form. Text is never
``None``; every other empty value is. Amounts are whole 千円, indicator values decimals, fiscal years the
calendar year in which they begin.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Final

from msgspec import Struct

from reform_desktop.domain import fields as f
from reform_desktop.domain.fields import Choice, Owner, Phase
from reform_desktop.domain.grades import Grade
from reform_desktop.domain.layouts import LayoutColumn

DIVISION: Final = Owner.DIVISION

STAGES: Final = (
    Choice("study", "検討"),
    Choice("preparation", "準備"),
    Choice("trial", "試行"),
    Choice("implementation", "実施"),
    Choice("continuation", "継続"),
    Choice("completion", "完了"),
)
DIRECTIONS: Final = (
    Choice("increase", "増やす"),
    Choice("decrease", "減らす"),
    Choice("maintain", "維持する"),
)
OPINION_BODIES: Final = (
    Choice("promotion_meeting", "行政改革推進会議", internal=True),
    Choice("council", "行政改革審議会"),
    Choice("division", "政策・デジタル推進課", internal=True),
)
PERIODS: Final = (Choice("midyear", "上半期"), Choice("year_end", "年度末"))
SUBMISSION_STATES: Final = (
    Choice("draft", "作成中"),
    Choice("confirmed", "課長確認済"),
    Choice("submitted", "提出済"),
    Choice("accepted", "受理"),
    Choice("returned", "差戻し"),
)

PAPERS: Final = (Choice("a4", "A4"), Choice("a3", "A3"))
ORIENTATIONS: Final = (Choice("portrait", "縦"), Choice("landscape", "横"))
GROUPINGS: Final = (
    Choice("item", "方針と推進項目"),
    Choice("policy", "方針"),
    Choice("department", "課"),
    Choice("none", "区切らない"),
)
MARGIN_LEAST, MARGIN_MOST = 8, 50
"""Millimetres: office printers leave 5 mm white, and a foot has to stand below the text."""


class Record(Struct, kw_only=True, omit_defaults=False):
    """What every record has: the id of its row."""

    id: str


class Plan(Record):
    """大綱・計画: a store may hold an older, closed plan beside the current one."""

    name: Annotated[str, f.line("計画名", "大綱または実施計画の正式な名称です。", owner=DIVISION, required=True)] = ""
    first_fiscal_year: Annotated[int | None, f.fiscal_year("開始年度", owner=DIVISION, required=True)] = None
    last_fiscal_year: Annotated[int | None, f.fiscal_year("終了年度", owner=DIVISION, required=True)] = None
    grade_scale: Annotated[tuple[Grade, ...], f.structure("達成状況の区分", "この計画で使う区分と記号です。")] = ()
    managed_by: Annotated[str, f.line("所管", "計画を取りまとめる課です。", owner=DIVISION)] = ""
    closed: Annotated[bool, f.boolean("終了した計画", "推移の比較にだけ使います。", owner=DIVISION)] = False
    sample: Annotated[bool, f.boolean("見本", "練習用の架空の計画です。", owner=DIVISION)] = False


class Policy(Record):
    """方針."""

    plan_id: Annotated[str, f.reference("計画", "plan", required=True)] = ""
    number: Annotated[int | None, f.integer("番号", minimum=1, maximum=99, owner=DIVISION, required=True)] = None
    title: Annotated[str, f.line("方針名", owner=DIVISION, required=True, searchable=True)] = ""
    retired_from: Annotated[
        int | None, f.fiscal_year("廃止年度", "この年度から評価の対象外とします。", owner=DIVISION)
    ] = None


class Item(Record):
    """推進項目: numbered within its policy."""

    policy_id: Annotated[str, f.reference("方針", "policy", required=True)] = ""
    number: Annotated[int | None, f.integer("番号", minimum=1, maximum=99, owner=DIVISION, required=True)] = None
    title: Annotated[str, f.line("推進項目名", owner=DIVISION, required=True, searchable=True)] = ""
    retired_from: Annotated[
        int | None, f.fiscal_year("廃止年度", "この年度から評価の対象外とします。", owner=DIVISION)
    ] = None


class Department(Record):
    """課: merges, splits and renamings (機構改革) keep the history under the old name."""

    code: Annotated[str, f.line("課コード", max_length=20, owner=DIVISION, searchable=True)] = ""
    name: Annotated[str, f.line("課名", owner=DIVISION, required=True, searchable=True)] = ""
    bureau: Annotated[str, f.line("部", "課が属する部です。", owner=DIVISION, searchable=True)] = ""
    valid_from: Annotated[dt.date | None, f.date("設置日", owner=DIVISION)] = None
    valid_to: Annotated[dt.date | None, f.date("廃止日", "課がなくなった最後の日です。", owner=DIVISION)] = None
    successor_ids: Annotated[tuple[str, ...], f.references("引継ぎ先の課", "department")] = ()


class Measure(Record):
    """取組（実施計画の項目）: what a department does about an item; printed as ``1-(1)-①``."""

    item_id: Annotated[str, f.reference("推進項目", "item", required=True)] = ""
    number: Annotated[
        int | None, f.integer("番号", "推進項目の中の順番です。", minimum=1, owner=DIVISION, required=True)
    ] = None
    title: Annotated[str, f.line("取組名", owner=DIVISION, required=True, searchable=True)] = ""
    lead_department_id: Annotated[str | None, f.reference("担当課", "department")] = None
    related_department_ids: Annotated[tuple[str, ...], f.references("関係課", "department")] = ()
    priority: Annotated[bool, f.boolean("重点", "重点の取組には ◆ を印刷します。", owner=DIVISION)] = False
    first_fiscal_year: Annotated[int | None, f.fiscal_year("開始年度", owner=DIVISION)] = None
    last_fiscal_year: Annotated[int | None, f.fiscal_year("終了年度", owner=DIVISION)] = None
    retired_from: Annotated[
        int | None, f.fiscal_year("廃止年度", "この年度から評価の対象外とします。", owner=DIVISION)
    ] = None
    current_state: Annotated[str, f.text("現状", "今どうなっているかを書きます。", phase=Phase.PLAN, internal=True)] = (
        ""
    )
    issues: Annotated[str, f.text("課題", "何を解決するのかを書きます。", phase=Phase.PLAN, internal=True)] = ""
    approach: Annotated[str, f.text("取組内容", "何をどのように行うのかを書きます。", phase=Phase.PLAN)] = ""
    overall_goal: Annotated[
        str, f.text("全体目標", "計画の最終年度にどうなっているかです。", owner=DIVISION, phase=Phase.PLAN)
    ] = ""
    expected_effect: Annotated[str, f.text("目標効果", "市民や市役所にとっての効果です。", phase=Phase.PLAN)] = ""
    handover: Annotated[
        str, f.text("引継ぎ事項", "手順、未解決の点など、後任に伝えることを書きます。", internal=True)
    ] = ""
    contact: Annotated[
        str, f.text("連絡先", "関係課、業者、団体など、後任が問い合わせる先を書きます。", internal=True)
    ] = ""


class Indicator(Record):
    """指標: what the measure is judged by, with its baseline."""

    measure_id: Annotated[str, f.reference("取組", "measure", required=True)] = ""
    number: Annotated[int | None, f.integer("順番", minimum=1)] = None
    name: Annotated[str, f.line("指標名", phase=Phase.PLAN, required=True, searchable=True)] = ""
    unit: Annotated[str, f.line("単位", "人、件、％ などです。", phase=Phase.PLAN, max_length=20)] = ""
    direction: Annotated[
        str | None, f.choice("方向", DIRECTIONS, "目標に向けて増やすのか減らすのかです。", phase=Phase.PLAN)
    ] = None
    baseline: Annotated[Decimal | None, f.decimal("基準値", "取組を始める前の値です。", phase=Phase.PLAN)] = None
    baseline_fiscal_year: Annotated[int | None, f.fiscal_year("基準年度")] = None


class IndicatorValue(Record):
    """指標の年度別の値: one per indicator and fiscal year."""

    indicator_id: Annotated[str, f.reference("指標", "indicator", required=True)] = ""
    fiscal_year: Annotated[int | None, f.fiscal_year("年度", required=True)] = None
    target: Annotated[Decimal | None, f.decimal("目標値", phase=Phase.PLAN)] = None
    actual: Annotated[Decimal | None, f.decimal("実績値", phase=Phase.RESULT)] = None


class YearRecord(Record):
    """年度別: one per measure and fiscal year."""

    measure_id: Annotated[str, f.reference("取組", "measure", required=True)] = ""
    fiscal_year: Annotated[int | None, f.fiscal_year("年度", required=True)] = None
    stage: Annotated[str | None, f.choice("段階", STAGES, phase=Phase.PLAN)] = None
    target: Annotated[str, f.text("年度目標", "この年度の終わりにどうなっているかです。", phase=Phase.PLAN)] = ""
    plan: Annotated[str, f.text("取組計画", "この年度に何をするかです。", phase=Phase.PLAN)] = ""
    midyear: Annotated[str, f.text("上半期の進捗", "９月末までの状況です。", phase=Phase.MIDYEAR, internal=True)] = ""
    result: Annotated[str, f.text("取組実績", "この年度に行ったことと、その結果です。", phase=Phase.RESULT)] = ""
    grade: Annotated[str | None, f.grade("達成状況", "年度末の自己評価です。")] = None
    reason: Annotated[str, f.text("理由・課題", "達成できなかった理由、残った課題を書きます。", phase=Phase.RESULT)] = (
        ""
    )
    next_step: Annotated[str, f.text("次年度の取組", "次の年度に何をするかです。", phase=Phase.RESULT)] = ""
    cost_cut_planned: Annotated[int | None, f.amount("歳出削減（計画）", phase=Phase.PLAN)] = None
    cost_cut_actual: Annotated[int | None, f.amount("歳出削減（実績）", phase=Phase.RESULT)] = None
    revenue_planned: Annotated[int | None, f.amount("歳入確保（計画）", phase=Phase.PLAN)] = None
    revenue_actual: Annotated[int | None, f.amount("歳入確保（実績）", phase=Phase.RESULT)] = None
    hours_saved: Annotated[
        int | None,
        f.integer(
            "削減時間",
            "職員の作業が減った時間です。",
            minimum=-9_999_999,
            maximum=9_999_999,
            unit="時間",
            phase=Phase.RESULT,
        ),
    ] = None
    outside_evaluation: Annotated[
        bool, f.boolean("評価対象外", "この年度は評価をしない取組です。件数は別に数えます。", owner=DIVISION)
    ] = False


class Evidence(Record):
    """証拠資料: a file kept in the store by its SHA-256, an address, or where the paper lies (簿冊名)."""

    measure_id: Annotated[str, f.reference("取組", "measure", required=True)] = ""
    fiscal_year: Annotated[int | None, f.fiscal_year("年度", required=True)] = None
    title: Annotated[str, f.line("資料名", required=True, searchable=True)] = ""
    note: Annotated[str, f.text("メモ", "どこに何が書いてあるかなどです。")] = ""
    file_name: Annotated[str, f.line("ファイル名", max_length=255, searchable=True)] = ""
    file_sha256: Annotated[str, f.line("ファイルのハッシュ値", max_length=64)] = ""
    file_size: Annotated[int | None, f.integer("大きさ", maximum=2**40, unit="バイト")] = None
    address: Annotated[str, f.line("アドレス", "ウェブページや共有フォルダーの場所です。", max_length=2000)] = ""
    paper_location: Annotated[str, f.line("簿冊名", "紙の資料の保管場所です。", searchable=True)] = ""


class Opinion(Record):
    """意見 from 推進会議, 審議会 or the division, and the department's 対応."""

    plan_id: Annotated[str | None, f.reference("計画", "plan")] = None
    measure_id: Annotated[str | None, f.reference("取組", "measure")] = None
    fiscal_year: Annotated[int | None, f.fiscal_year("対象年度", owner=DIVISION)] = None
    body: Annotated[str | None, f.choice("会議", OPINION_BODIES, owner=DIVISION)] = None
    date: Annotated[dt.date | None, f.date("日付", owner=DIVISION)] = None
    text: Annotated[str, f.text("意見", owner=DIVISION)] = ""
    response: Annotated[str, f.text("対応", "意見を受けてどうするかです。")] = ""


class Submission(Record):
    """提出: one per department, fiscal year and period."""

    department_id: Annotated[str, f.reference("課", "department", required=True)] = ""
    fiscal_year: Annotated[int | None, f.fiscal_year("年度", required=True)] = None
    period: Annotated[str | None, f.choice("時期", PERIODS, required=True)] = None
    state: Annotated[str | None, f.choice("状態", SUBMISSION_STATES)] = "draft"
    deadline: Annotated[dt.date | None, f.date("提出期限", owner=DIVISION)] = None
    message: Annotated[str, f.text("照会文", owner=DIVISION)] = ""
    return_reason: Annotated[str, f.text("差戻しの理由", owner=DIVISION)] = ""


class Edition(Record):
    """確定版: a frozen copy of the plan's figures, kept inside the file by its SHA-256 like evidence."""

    plan_id: Annotated[str, f.reference("計画", "plan", required=True)] = ""
    number: Annotated[int | None, f.integer("版", minimum=1, owner=DIVISION)] = None
    fiscal_year: Annotated[int | None, f.fiscal_year("対象年度", owner=DIVISION)] = None
    date: Annotated[dt.date | None, f.date("確定日", "この版の帳票に印刷する日です。", owner=DIVISION)] = None
    meeting: Annotated[str, f.line("会議名", "確定した会議です。", owner=DIVISION)] = ""
    note: Annotated[str, f.text("メモ", "この版についての覚え書きです。印刷しません。", owner=DIVISION)] = ""
    published_on: Annotated[
        dt.date | None, f.date("公表日", "公表した版は削除できません。直すときは訂正を登録します。", owner=DIVISION)
    ] = None
    content_sha256: Annotated[str, f.line("内容のハッシュ値", max_length=64, owner=DIVISION)] = ""
    content_size: Annotated[int | None, f.integer("内容の大きさ", maximum=2**40, unit="バイト", owner=DIVISION)] = None
    program: Annotated[str, f.line("確定したプログラムの版", max_length=40, owner=DIVISION)] = ""


class Correction(Record):
    """訂正: one later correction of an edition, as the 正誤表 prints it.

    ``record_kind``, ``record_id`` and ``field_name`` say which value it is about; one written by hand has none.
    """

    edition_id: Annotated[str, f.reference("確定版", "edition", required=True)] = ""
    date: Annotated[dt.date | None, f.date("訂正日", owner=DIVISION)] = None
    place: Annotated[str, f.line("訂正箇所", owner=DIVISION)] = ""
    wrong: Annotated[str, f.text("誤", owner=DIVISION)] = ""
    right: Annotated[str, f.text("正", owner=DIVISION)] = ""
    reason: Annotated[str, f.text("理由", "なぜ誤っていたか、どう直したかを書きます。", owner=DIVISION)] = ""
    record_kind: Annotated[str, f.line("記録の種類", max_length=40, owner=DIVISION)] = ""
    record_id: Annotated[str, f.line("記録の id", max_length=40, owner=DIVISION)] = ""
    field_name: Annotated[str, f.line("項目", max_length=60, owner=DIVISION)] = ""


class PlanCount(Record):
    """年度別件数: a closed plan of which only the counts per grade and year are known (図表-2)."""

    plan_id: Annotated[str, f.reference("計画", "plan", required=True)] = ""
    fiscal_year: Annotated[int | None, f.fiscal_year("年度", owner=DIVISION, required=True)] = None
    grade: Annotated[str | None, f.grade("達成状況", phase=Phase.ALWAYS)] = None
    count: Annotated[int | None, f.integer("件数", unit="件", owner=DIVISION)] = None


class Layout(Record):
    """レイアウト: how reports are to look. Without a department it is the division's, for everybody."""

    name: Annotated[str, f.line("レイアウト名", "帳票のページで選ぶときの名前です。", max_length=60, required=True)] = (
        ""
    )
    department_id: Annotated[str | None, f.reference("課", "department")] = None
    paper: Annotated[str | None, f.choice("用紙", PAPERS, "空欄のときは帳票ごとの大きさです。")] = None
    orientation: Annotated[str | None, f.choice("用紙の向き", ORIENTATIONS, "空欄のときは帳票ごとの向きです。")] = None
    margin_top: Annotated[int | None, f.integer("上の余白", minimum=MARGIN_LEAST, maximum=MARGIN_MOST, unit="mm")] = (
        None
    )
    margin_bottom: Annotated[
        int | None, f.integer("下の余白", minimum=MARGIN_LEAST, maximum=MARGIN_MOST, unit="mm")
    ] = None
    margin_left: Annotated[
        int | None, f.integer("左の余白", "とじる側です。", minimum=MARGIN_LEAST, maximum=MARGIN_MOST, unit="mm")
    ] = None
    margin_right: Annotated[int | None, f.integer("右の余白", minimum=MARGIN_LEAST, maximum=MARGIN_MOST, unit="mm")] = (
        None
    )
    grouping: Annotated[str | None, f.choice("一覧の区切り", GROUPINGS, "取組一覧をまとめる単位です。")] = None
    stamps: Annotated[
        tuple[str, ...],
        f.structure("決裁欄", "左から順の見出しです。", shape="words", owner=Owner.DEPARTMENT),
    ] = ()
    without_stamps: Annotated[bool, f.boolean("決裁欄を付けない")] = False
    hidden_parts: Annotated[
        tuple[str, ...],
        f.structure("取組シートに印刷しない項目", shape="words", owner=Owner.DEPARTMENT),
    ] = ()
    with_handover: Annotated[bool, f.boolean("引継ぎ事項も印刷する")] = False
    columns: Annotated[
        tuple[LayoutColumn, ...],
        f.structure("列と項目", "印刷するものと、その順番、見出し、幅です。", shape="columns", owner=Owner.DEPARTMENT),
    ] = ()
    city: Annotated[str, f.line("市の名前", "下の欄外と表紙に印刷します。", max_length=40)] = ""
    footer: Annotated[str, f.line("欄外の文", "各ページの左下に印刷します。", max_length=80)] = ""
    logo_name: Annotated[str, f.line("市章の画像", max_length=255)] = ""
    logo_sha256: Annotated[str, f.line("市章の画像のハッシュ値", max_length=64)] = ""
    logo_size: Annotated[int | None, f.integer("市章の画像の大きさ", maximum=2**40, unit="バイト")] = None
