-- Journal, version 4: where a study came from, how often it was tried in vain since its last success or since somebody
-- asked for it (so that a restart does not begin counting anew), and which files of the watched folder were taken.

ALTER TABLE study ADD COLUMN source  TEXT NOT NULL DEFAULT 'query' CHECK (source IN ('query', 'push', 'folder'));
ALTER TABLE study ADD COLUMN archive TEXT NOT NULL DEFAULT '';     -- name of the archive that told of it, if any
ALTER TABLE study ADD COLUMN tries   INTEGER NOT NULL DEFAULT 0;

CREATE TABLE taken_file (
    name  TEXT PRIMARY KEY,                                         -- SHA-256 of path, size and time of change
    study TEXT NOT NULL                                             -- SHA-256 of the Study Instance UID
) STRICT, WITHOUT ROWID;
