-- Journal, version 7: studies that were fetched only to hold a later one of the same patient against them. They are
-- analysed as any other, and stand in no worklist.

ALTER TABLE study ADD COLUMN prior INTEGER NOT NULL DEFAULT 0 CHECK (prior IN (0, 1));
