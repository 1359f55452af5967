-- Format 2: what brought changes in from outside (bundles, other copies), so that an import can be undone.
CREATE TABLE carrier (
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    at TEXT NOT NULL,
    retracted INTEGER NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;
CREATE TABLE carriage (
    change_seq INTEGER NOT NULL,
    carrier_id INTEGER NOT NULL,
    PRIMARY KEY (change_seq, carrier_id),
    FOREIGN KEY(change_seq) REFERENCES change (seq),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_carriage_carrier_id ON carriage (carrier_id);
