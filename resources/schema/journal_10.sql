-- Journal, version 10: what readers do with studies, before it is done, for the audit file. Where the program is killed
-- before that file was written, the next start finds it here; what earlier runs did is then removed.

CREATE TABLE reader_act (
    arrival INTEGER NOT NULL REFERENCES study (arrival) ON DELETE CASCADE,
    at      TEXT NOT NULL,                           -- as in the audit file, UTC
    action  TEXT NOT NULL,
    detail  TEXT NOT NULL
) STRICT;
CREATE INDEX reader_act_of_study ON reader_act (arrival);  -- for the studies that are forgotten
