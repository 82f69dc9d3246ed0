-- Settlements (domain.md, "Settlements are ranges of the log"): which captures and refunds a settlement holds follows
-- from where they stand in the log, so nothing is written to them when it is cut (docs/decisions/0015). Read models hold
-- nothing that the log does not: they are emptied here, and the worker that starts next fills them again.

TRUNCATE orders, captures, search_texts, applied_actions, refunds, reauthorizations;

ALTER TABLE captures
  ADD COLUMN store_id text NOT NULL,
  ADD COLUMN currency text NOT NULL,
  -- Where in the log a capture stands that was settled as it was made; null for one that the gateway was asked for.
  ADD COLUMN settled_position bigint;

CREATE INDEX captures_settled ON captures (store_id, currency, settled_position)
  WHERE settled_position IS NOT NULL;
-- Reports look for stretches of time, in which captures stand together: so little is entered that it costs nothing.
CREATE INDEX captures_captured_at ON captures USING brin (captured_at)
  WITH (pages_per_range = 32, autosummarize = on);
-- What failed or is still open: few at any time.
CREATE INDEX captures_unsettled ON captures (store_id, captured_at, capture_id)
  WHERE status <> 'settled';

-- The lines whose event is no capture: captures that the gateway settled afterwards, and refunds.
CREATE TABLE settlement_lines (
  store_id    text        NOT NULL,
  currency    text        NOT NULL,
  position    bigint      NOT NULL,
  type        text        NOT NULL,
  line_id     uuid        NOT NULL,
  order_id    uuid        NOT NULL,
  -- Of a refund, the first capture that it gives back.
  capture_id  uuid        NOT NULL,
  -- Of a refund above zero as well.
  amount      bigint      NOT NULL,
  -- Null for a refund: it is the capture's.
  captured_at timestamptz,
  settled_at  timestamptz NOT NULL,
  reference   text,
  rows        json        NOT NULL,
  PRIMARY KEY (store_id, currency, position)
);

CREATE INDEX settlement_lines_settled_at ON settlement_lines USING brin (settled_at)
  WITH (pages_per_range = 32, autosummarize = on);

CREATE TABLE settlements (
  settlement_id    uuid        PRIMARY KEY,
  store_id         text        NOT NULL,
  currency         text        NOT NULL,
  number           integer     NOT NULL,
  -- What stands in the log behind the one and before the other belongs to it: the cut before, and this one.
  after_position   bigint      NOT NULL,
  position         bigint      NOT NULL,
  period_start     timestamptz NOT NULL,
  period_end       timestamptz NOT NULL,
  -- First and last day of the period in its time zone, reckoned by us: PostgreSQL may know other zones than we do.
  start_date       date        NOT NULL,
  end_date         date        NOT NULL,
  closed_at        timestamptz NOT NULL,
  reason           text        NOT NULL,
  time_zone        text        NOT NULL,
  -- SettlementTotals of libs/ledger; null until stated.
  totals           json,
  stated_at        timestamptz,
  paid_out_at      timestamptz,
  payout_reference text
);

CREATE UNIQUE INDEX settlements_number ON settlements (store_id, currency, number);
CREATE INDEX settlements_newest ON settlements (store_id, closed_at DESC, settlement_id DESC);
-- What the worker has to state.
CREATE INDEX settlements_to_state ON settlements (position) WHERE stated_at IS NULL;

UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
