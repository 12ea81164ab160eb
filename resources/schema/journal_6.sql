-- Journal, version 6: whether the patients' columns of "study" are encrypted, and with which key. One row where they are.

CREATE TABLE encryption (
    only_one  INTEGER PRIMARY KEY CHECK (only_one = 1),
    key_name  TEXT NOT NULL,                         -- entry of the key in the operating system's key store
    key_check TEXT NOT NULL                          -- a known text, encrypted: tells whether a key is the right one
) STRICT;
