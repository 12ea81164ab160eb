-- Journal, version 5: the interval of the probability; both NULL where the model gives none.

ALTER TABLE study ADD COLUMN probability_low  REAL;
ALTER TABLE study ADD COLUMN probability_high REAL;
