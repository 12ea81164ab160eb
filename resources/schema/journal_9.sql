-- Journal, version 9: studies that somebody opened from files. SQLite cannot change a CHECK, so the column is replaced.

ALTER TABLE study ADD COLUMN came TEXT NOT NULL DEFAULT 'query'
    CHECK (came IN ('query', 'push', 'folder', 'opened'));
UPDATE study SET came = source;
ALTER TABLE study DROP COLUMN source;
ALTER TABLE study RENAME COLUMN came TO source;
