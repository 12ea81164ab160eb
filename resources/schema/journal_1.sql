-- Journal, version 1: one row per study, one row per step of its life.
-- Times are ISO 8601: UTC with offset for our own clock, local without offset for the scanner's.

CREATE TABLE study (
    arrival            INTEGER PRIMARY KEY AUTOINCREMENT,
    study_instance_uid TEXT NOT NULL UNIQUE,
    patient_name       TEXT NOT NULL,
    patient_id         TEXT NOT NULL,
    birth_date         TEXT,
    sex                TEXT NOT NULL,
    accession_number   TEXT NOT NULL,
    description        TEXT NOT NULL,
    study_at           TEXT,
    station_name       TEXT NOT NULL,
    body_part          TEXT NOT NULL,
    images_expected    INTEGER,
    emergency          INTEGER NOT NULL CHECK (emergency IN (0, 1)),
    state              TEXT NOT NULL CHECK (state IN
        ('found', 'fetching', 'incomplete', 'ready', 'analysing', 'positive', 'negative', 'not_analysable', 'failed')),
    found_at           TEXT NOT NULL,
    changed_at         TEXT NOT NULL,
    read_at            TEXT,
    reasons            TEXT NOT NULL DEFAULT '[]',   -- JSON: [{"code": ..., "text": ...}]
    images_received    INTEGER NOT NULL DEFAULT 0,
    attempts           INTEGER NOT NULL DEFAULT 0,
    -- the summary of the latest result; all NULL without one
    probability        REAL,
    score              REAL,
    threshold          REAL,
    edh_ml             REAL,
    sdh_ml             REAL,
    sah_ml             REAL,
    iph_ml             REAL,
    ivh_ml             REAL,
    provider           TEXT,
    device             TEXT,
    model              TEXT,
    seconds            REAL
) STRICT;

CREATE TABLE transition (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    arrival INTEGER NOT NULL REFERENCES study (arrival) ON DELETE CASCADE,
    at      TEXT NOT NULL,
    before  TEXT,                                    -- NULL when the study was found
    after   TEXT NOT NULL,
    reasons TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE INDEX transition_of_study ON transition (arrival, id);
CREATE INDEX study_by_state ON study (state);
