-- Format 1: the log of changes, operations for undo, and evidence.
CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;
CREATE TABLE change (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    local INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (id)
) STRICT;
CREATE INDEX ix_change_row ON change ("row");
CREATE TABLE operation (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE TABLE operation_change (
    operation_id INTEGER NOT NULL,
    change_seq INTEGER NOT NULL,
    PRIMARY KEY (operation_id, change_seq),
    FOREIGN KEY(operation_id) REFERENCES operation (id),
    FOREIGN KEY(change_seq) REFERENCES change (seq)
) WITHOUT ROWID, STRICT;
CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (sha256)
) STRICT;
CREATE TABLE chunk (
    sha256 TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (sha256, ordinal),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
) STRICT;
