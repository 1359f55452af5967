-- Format 4: an import carries sealed packs as wholes; carriage is left for changes that nobody sealed.
CREATE TABLE carrier_pack (
    pack TEXT NOT NULL,
    carrier_id INTEGER NOT NULL,
    PRIMARY KEY (pack, carrier_id),
    FOREIGN KEY(pack) REFERENCES pack (sha256),
    FOREIGN KEY(carrier_id) REFERENCES carrier (id)
) WITHOUT ROWID, STRICT;
CREATE INDEX ix_carrier_pack_carrier_id ON carrier_pack (carrier_id);
ALTER TABLE carrier ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';
CREATE INDEX ix_carrier_sha256 ON carrier (sha256);
