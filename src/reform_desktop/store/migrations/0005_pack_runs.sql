-- Format 5: packs hold runs of the log instead of a row for each change, and changes are found by their row alone.
-- Islands: changes of a pack whose place and sequence number go up together, cut after every 256.
CREATE TABLE pack_run (
    pack TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (pack, ordinal),
    FOREIGN KEY(pack) REFERENCES pack (sha256),
    FOREIGN KEY(first_seq) REFERENCES change (seq)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_pack_run_first_seq ON pack_run (first_seq);
INSERT INTO pack_run (pack, ordinal, first_seq, length)
    SELECT pack, min(ordinal), min(change_seq), count(*) FROM (
        SELECT pack, ordinal, change_seq, change_seq - ordinal AS ahead, ordinal - row_number() OVER (
            PARTITION BY pack, change_seq - ordinal ORDER BY ordinal
        ) AS island FROM pack_change
    ) GROUP BY pack, ahead, island, ordinal / 256;
DROP TABLE pack_change;
CREATE TABLE change_5 (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    "row" TEXT NOT NULL,
    kind TEXT NOT NULL,
    local INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq)
) STRICT;
INSERT INTO change_5 (seq, id, "row", kind, local, body) SELECT seq, id, "row", kind, local, body FROM change;
DROP TABLE change;
ALTER TABLE change_5 RENAME TO change;
CREATE INDEX ix_change_row ON change ("row");
