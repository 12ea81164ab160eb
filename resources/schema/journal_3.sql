-- Journal, version 3: what readers do with a study (claim, flag, pin, note, who read it, verdict), and which studies
-- an alert was given for, so that a restart gives none twice.

ALTER TABLE study ADD COLUMN opened_at  TEXT;                      -- last opened here, UTC
ALTER TABLE study ADD COLUMN read_by    TEXT NOT NULL DEFAULT '';
ALTER TABLE study ADD COLUMN claimed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE study ADD COLUMN flagged    INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1));
ALTER TABLE study ADD COLUMN pinned     INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE study ADD COLUMN note       TEXT NOT NULL DEFAULT '';
ALTER TABLE study ADD COLUMN feedback   TEXT NOT NULL DEFAULT '';  -- the kind of the verdict; empty without one

-- One verdict a study, with the answer that it judges as it was at that moment.
CREATE TABLE feedback (
    arrival     INTEGER PRIMARY KEY REFERENCES study (arrival) ON DELETE CASCADE,
    at          TEXT NOT NULL,
    reader      TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('agree', 'not_hemorrhage', 'missed_hemorrhage', 'wrong_type')),
    reason      TEXT NOT NULL DEFAULT '',
    positive    INTEGER NOT NULL CHECK (positive IN (0, 1)),       -- the answer that was judged
    probability REAL,
    score       REAL,
    threshold   REAL,
    types       TEXT NOT NULL DEFAULT '',                          -- as answered, separated by blanks
    total_ml    REAL,
    model       TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE alert (
    arrival      INTEGER PRIMARY KEY REFERENCES study (arrival) ON DELETE CASCADE,
    told_at      TEXT NOT NULL,
    escalated_at TEXT
) STRICT;
