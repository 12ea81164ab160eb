-- Journal, version 2: states "queued" and "withdrawn"; how many images were announced when the latest fetch began;
-- for each step the sentence that says why the study moved in the worklist.
-- SQLite cannot change a CHECK, so the table is made anew (https://sqlite.org/lang_altertable.html, section 7).

CREATE TABLE study_2 (
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
        ('found', 'queued', 'fetching', 'incomplete', 'ready', 'analysing', 'positive', 'negative', 'not_analysable',
         'failed', 'withdrawn')),
    found_at           TEXT NOT NULL,
    changed_at         TEXT NOT NULL,
    read_at            TEXT,
    reasons            TEXT NOT NULL DEFAULT '[]',   -- JSON: [{"code": ..., "text": ...}]
    images_announced   INTEGER,                      -- images_expected when the latest fetch began
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

INSERT INTO study_2 (
    arrival, study_instance_uid, patient_name, patient_id, birth_date, sex, accession_number, description, study_at,
    station_name, body_part, images_expected, emergency, state, found_at, changed_at, read_at, reasons,
    images_announced, images_received, attempts, probability, score, threshold, edh_ml, sdh_ml, sah_ml, iph_ml, ivh_ml,
    provider, device, model, seconds
) SELECT
    arrival, study_instance_uid, patient_name, patient_id, birth_date, sex, accession_number, description, study_at,
    station_name, body_part, images_expected, emergency, state, found_at, changed_at, read_at, reasons,
    CASE WHEN images_received > 0 THEN images_expected END, images_received, attempts, probability, score, threshold,
    edh_ml, sdh_ml, sah_ml, iph_ml, ivh_ml, provider, device, model, seconds
FROM study;

DROP TABLE study;
ALTER TABLE study_2 RENAME TO study;
CREATE INDEX study_by_state ON study (state);

ALTER TABLE transition ADD COLUMN moved TEXT NOT NULL DEFAULT '';
