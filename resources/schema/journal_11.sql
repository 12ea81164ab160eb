-- Journal, version 11: what the second reader says of the latest answer; empty where it has not judged it.

ALTER TABLE study ADD COLUMN second_reading TEXT NOT NULL DEFAULT '';  -- JSON, as of inference.second_reader.compare
