-- Format 3: sealed packs, relayed as they are, and the keys of other units.
CREATE TABLE pack (
    sha256 TEXT NOT NULL,
    unit TEXT NOT NULL,
    "key" TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (sha256)
) STRICT;
CREATE TABLE pack_change (
    pack TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    change_seq INTEGER NOT NULL,
    PRIMARY KEY (pack, ordinal),
    FOREIGN KEY(pack) REFERENCES pack (sha256),
    FOREIGN KEY(change_seq) REFERENCES change (seq)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_pack_change_change_seq ON pack_change (change_seq);
CREATE TABLE known_key (
    "key" TEXT NOT NULL,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY ("key")
) STRICT;
CREATE TABLE conversion (
    sha256 TEXT NOT NULL,
    actual TEXT NOT NULL,
    carrier_id INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    PRIMARY KEY (sha256, actual),
    FOREIGN KEY(actual) REFERENCES blob (sha256),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
) WITHOUT ROWID, STRICT;
