-- Settlements that the worker does not state, because the read model is not what the log says, and the text that says
-- where. The worker writes and clears them; a rebuild leaves the table alone.

CREATE TABLE settlement_problems (
  settlement_id uuid        PRIMARY KEY,
  detail        text        NOT NULL,
  since         timestamptz NOT NULL DEFAULT clock_timestamp()
);
