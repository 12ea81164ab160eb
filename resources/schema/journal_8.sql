-- Journal, version 8: marks shared with other workstations through the department's database.

CREATE TABLE shared_mark (
    arrival INTEGER NOT NULL REFERENCES study (arrival) ON DELETE CASCADE,
    kind    TEXT NOT NULL CHECK (kind IN ('claim', 'read', 'flag', 'note', 'verdict')),
    version INTEGER NOT NULL DEFAULT 0,              -- of the database's row as last seen here; 0 for never
    act     TEXT,                                    -- names what was done here and is not in the database yet, or NULL
    reader  TEXT NOT NULL DEFAULT '',                -- who did it
    at      TEXT NOT NULL DEFAULT '',                -- when, UTC
    PRIMARY KEY (arrival, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_mark_waiting ON shared_mark (act) WHERE act IS NOT NULL;
