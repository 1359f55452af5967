-- A .reform file: SQLite 3.37 or later. Written by generate_schema.py; do not edit.
PRAGMA application_id = 1380340301;
PRAGMA user_version = 5;
-- Of every connection that writes:
PRAGMA page_size = 16384;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 5000;
PRAGMA cache_size = -8000;
PRAGMA temp_store = MEMORY;

-- The log: the truth, migrated in numbered steps.
CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (sha256)
)
 STRICT;
CREATE TABLE carrier (
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    at TEXT NOT NULL,
    retracted INTEGER NOT NULL,
    details TEXT NOT NULL,
    sha256 TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_carrier_sha256 ON carrier (sha256);
CREATE TABLE change (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    local INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq)
)
 STRICT;
CREATE INDEX ix_change_row ON change ("row");
CREATE TABLE known_key (
    "key" TEXT NOT NULL,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY ("key")
)
 STRICT;
CREATE TABLE operation (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE pack (
    sha256 TEXT NOT NULL,
    unit TEXT NOT NULL,
    "key" TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (sha256)
)
 STRICT;
CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
)
 STRICT;
CREATE TABLE carriage (
    change_seq INTEGER NOT NULL,
    carrier_id INTEGER NOT NULL,
    PRIMARY KEY (change_seq, carrier_id),
    FOREIGN KEY(change_seq) REFERENCES change (seq),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_carriage_carrier_id ON carriage (carrier_id);
CREATE TABLE carrier_pack (
    pack TEXT NOT NULL,
    carrier_id INTEGER NOT NULL,
    PRIMARY KEY (pack, carrier_id),
    FOREIGN KEY(pack) REFERENCES pack (sha256),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_carrier_pack_carrier_id ON carrier_pack (carrier_id);
CREATE TABLE chunk (
    sha256 TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (sha256, ordinal),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
 STRICT;
CREATE TABLE conversion (
    sha256 TEXT NOT NULL,
    actual TEXT NOT NULL,
    carrier_id INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (sha256, actual),
    FOREIGN KEY(actual) REFERENCES blob (sha256),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE operation_change (
    operation_id INTEGER NOT NULL,
    change_seq INTEGER NOT NULL,
    PRIMARY KEY (operation_id, change_seq),
    FOREIGN KEY(operation_id) REFERENCES operation (id),
    FOREIGN KEY(change_seq) REFERENCES change (seq)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE pack_run (
    pack TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (pack, ordinal),
    FOREIGN KEY(pack) REFERENCES pack (sha256),
    FOREIGN KEY(first_seq) REFERENCES change (seq)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_pack_run_first_seq ON pack_run (first_seq);

-- Derived from the log; dropped and rebuilt at any time.
CREATE TABLE "conflict" (
    "row" TEXT NOT NULL,
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY ("row", field)
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE correction (
    id TEXT NOT NULL,
    edition_id TEXT DEFAULT '',
    date TEXT,
    place TEXT DEFAULT '',
    wrong TEXT DEFAULT '',
    "right" TEXT DEFAULT '',
    reason TEXT DEFAULT '',
    record_kind TEXT DEFAULT '',
    record_id TEXT DEFAULT '',
    field_name TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX correction_by_edition_id ON correction (edition_id, id);
CREATE TABLE department (
    id TEXT NOT NULL,
    code TEXT DEFAULT '',
    name TEXT DEFAULT '',
    bureau TEXT DEFAULT '',
    valid_from TEXT,
    valid_to TEXT,
    successor_ids TEXT DEFAULT '[]',
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE edition (
    id TEXT NOT NULL,
    plan_id TEXT DEFAULT '',
    number INTEGER,
    fiscal_year INTEGER,
    date TEXT,
    meeting TEXT DEFAULT '',
    note TEXT DEFAULT '',
    published_on TEXT,
    content_sha256 TEXT DEFAULT '',
    content_size INTEGER,
    program TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX edition_by_plan_id ON edition (plan_id, fiscal_year);
CREATE TABLE evidence (
    id TEXT NOT NULL,
    measure_id TEXT DEFAULT '',
    fiscal_year INTEGER,
    title TEXT DEFAULT '',
    note TEXT DEFAULT '',
    file_name TEXT DEFAULT '',
    file_sha256 TEXT DEFAULT '',
    file_size INTEGER,
    address TEXT DEFAULT '',
    paper_location TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX evidence_by_measure_id ON evidence (measure_id, fiscal_year);
CREATE TABLE gone (
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    PRIMARY KEY ("row")
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_gone_parent ON gone (parent);
CREATE TABLE held (
    change_id TEXT NOT NULL,
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (change_id)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_held_row ON held ("row");
CREATE TABLE indicator (
    id TEXT NOT NULL,
    measure_id TEXT DEFAULT '',
    number INTEGER,
    name TEXT DEFAULT '',
    unit TEXT DEFAULT '',
    direction TEXT,
    baseline TEXT,
    baseline_fiscal_year INTEGER,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX indicator_by_measure_id ON indicator (measure_id, number);
CREATE TABLE indicator_value (
    id TEXT NOT NULL,
    indicator_id TEXT DEFAULT '',
    fiscal_year INTEGER,
    target TEXT,
    actual TEXT,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX indicator_value_by_indicator_id ON indicator_value (indicator_id, fiscal_year);
CREATE TABLE item (
    id TEXT NOT NULL,
    policy_id TEXT DEFAULT '',
    number INTEGER,
    title TEXT DEFAULT '',
    retired_from INTEGER,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX item_by_policy_id ON item (policy_id, number);
CREATE TABLE layout (
    id TEXT NOT NULL,
    name TEXT DEFAULT '',
    department_id TEXT,
    paper TEXT,
    orientation TEXT,
    margin_top INTEGER,
    margin_bottom INTEGER,
    margin_left INTEGER,
    margin_right INTEGER,
    grouping TEXT,
    stamps TEXT DEFAULT '[]',
    without_stamps INTEGER DEFAULT 0,
    hidden_parts TEXT DEFAULT '[]',
    with_handover INTEGER DEFAULT 0,
    columns TEXT DEFAULT '[]',
    city TEXT DEFAULT '',
    footer TEXT DEFAULT '',
    logo_name TEXT DEFAULT '',
    logo_sha256 TEXT DEFAULT '',
    logo_size INTEGER,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX layout_by_department_id ON layout (department_id);
CREATE TABLE measure (
    id TEXT NOT NULL,
    item_id TEXT DEFAULT '',
    number INTEGER,
    title TEXT DEFAULT '',
    lead_department_id TEXT,
    related_department_ids TEXT DEFAULT '[]',
    priority INTEGER DEFAULT 0,
    first_fiscal_year INTEGER,
    last_fiscal_year INTEGER,
    retired_from INTEGER,
    current_state TEXT DEFAULT '',
    issues TEXT DEFAULT '',
    approach TEXT DEFAULT '',
    overall_goal TEXT DEFAULT '',
    expected_effect TEXT DEFAULT '',
    handover TEXT DEFAULT '',
    contact TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX measure_by_item_id ON measure (item_id, number);
CREATE INDEX measure_by_lead_department_id ON measure (lead_department_id, item_id);
CREATE TABLE opinion (
    id TEXT NOT NULL,
    plan_id TEXT,
    measure_id TEXT,
    fiscal_year INTEGER,
    body TEXT,
    date TEXT,
    text TEXT DEFAULT '',
    response TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX opinion_by_measure_id ON opinion (measure_id, fiscal_year);
CREATE TABLE "plan" (
    id TEXT NOT NULL,
    name TEXT DEFAULT '',
    first_fiscal_year INTEGER,
    last_fiscal_year INTEGER,
    grade_scale TEXT DEFAULT '[]',
    managed_by TEXT DEFAULT '',
    closed INTEGER DEFAULT 0,
    sample INTEGER DEFAULT 0,
    PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE plan_count (
    id TEXT NOT NULL,
    plan_id TEXT DEFAULT '',
    fiscal_year INTEGER,
    grade TEXT,
    count INTEGER,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX plan_count_by_plan_id ON plan_count (plan_id, fiscal_year, grade);
CREATE TABLE policy (
    id TEXT NOT NULL,
    plan_id TEXT DEFAULT '',
    number INTEGER,
    title TEXT DEFAULT '',
    retired_from INTEGER,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX policy_by_plan_id ON policy (plan_id, number);
CREATE TABLE search_document (
    doc INTEGER NOT NULL,
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (doc),
    UNIQUE ("row")
)
 STRICT;
CREATE TABLE search_stale (
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY ("row")
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE submission (
    id TEXT NOT NULL,
    department_id TEXT DEFAULT '',
    fiscal_year INTEGER,
    period TEXT,
    state TEXT,
    deadline TEXT,
    message TEXT DEFAULT '',
    return_reason TEXT DEFAULT '',
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX submission_by_department_id ON submission (department_id, fiscal_year);
CREATE TABLE year_record (
    id TEXT NOT NULL,
    measure_id TEXT DEFAULT '',
    fiscal_year INTEGER,
    stage TEXT,
    target TEXT DEFAULT '',
    "plan" TEXT DEFAULT '',
    midyear TEXT DEFAULT '',
    result TEXT DEFAULT '',
    grade TEXT,
    reason TEXT DEFAULT '',
    next_step TEXT DEFAULT '',
    cost_cut_planned INTEGER,
    cost_cut_actual INTEGER,
    revenue_planned INTEGER,
    revenue_actual INTEGER,
    hours_saved INTEGER,
    outside_evaluation INTEGER DEFAULT 0,
    PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX year_record_by_measure_id ON year_record (measure_id, fiscal_year, grade);

-- Search: bigrams of the folded text of search_document.
CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(body, content='', tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'", prefix='1');
