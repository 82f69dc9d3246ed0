-- How far each consumer of the log has handled it. Not read models: what a consumer has done outside the ledger
-- is not made again from the log, so a rebuild leaves this table alone.
CREATE SCHEMA consumers;

CREATE TABLE consumers.checkpoints (
  name     text        PRIMARY KEY,
  -- Everything up to this place in the log is handled; -1 is nothing.
  position bigint      NOT NULL,
  saved_at timestamptz NOT NULL
);
