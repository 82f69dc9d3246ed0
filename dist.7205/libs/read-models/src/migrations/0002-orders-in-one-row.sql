-- An order's rows move into its own row, its searched texts and its requests' ids to where they cost a capture nothing
-- (docs/decisions/0009). Read models hold nothing that the log does not: they are emptied here, and the worker that
-- starts next fills them from the beginning of the log.

DROP TABLE orders, order_rows, captures, applied_actions;

CREATE TABLE orders (
  order_id       uuid        PRIMARY KEY,
  store_id       text        NOT NULL,
  order_number   text        NOT NULL,
  currency       text        NOT NULL,
  sales_segment  text        NOT NULL,
  payment_method text        NOT NULL,
  country_code   text,
  -- json, not jsonb: answers repeat attributes as they were given.
  attributes     json,
  -- X-Request-Id of the request that registered it.
  registered_by  text        NOT NULL,
  placed_at      timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  status         text        NOT NULL,
  rows_made      integer     NOT NULL,
  total          bigint      NOT NULL,
  requested      bigint      NOT NULL,
  captured       bigint      NOT NULL,
  refunded       bigint      NOT NULL,
  cancelled      bigint      NOT NULL,
  remaining      bigint      NOT NULL,
  -- VAT in the captured rows so far, and in those and what remains.
  captured_vat   bigint      NOT NULL,
  total_vat      bigint      NOT NULL,
  -- The last event applied: its revision in the order's stream, its place in the log.
  revision       integer     NOT NULL,
  position       bigint      NOT NULL,
  -- The fold's rows in their order, as libs/ledger has them.
  rows           json        NOT NULL
) WITH (fillfactor = 75);

-- Lists: newest first, by store and status.
CREATE INDEX orders_newest ON orders (store_id, status, placed_at DESC, order_id DESC);
-- What the worker may have to expire.
CREATE INDEX orders_due ON orders (expires_at, order_id)
  WHERE status IN ('NotActivated', 'PartActivated');

CREATE TABLE captures (
  order_id       uuid        NOT NULL,
  capture_id     uuid        NOT NULL,
  -- Revision of the event that made it: captures in the order in which they were made.
  revision       integer     NOT NULL,
  status         text        NOT NULL,
  amount         bigint      NOT NULL,
  refunded       bigint      NOT NULL,
  description    text        NOT NULL,
  reference      text,
  captured_at    timestamptz NOT NULL,
  -- X-Request-Id of the request that made it.
  correlation_id text        NOT NULL,
  -- The captured rows never change after the capture.
  rows           json        NOT NULL,
  PRIMARY KEY (order_id, capture_id)
);

-- What free text is looked for in: order numbers and references of captures (walley.md, "GET /manage/orders"). A table
-- of its own, because an index over trigrams is dear to write: here a row is written once, while `orders` changes with
-- every capture.
CREATE TABLE search_texts (
  order_id uuid NOT NULL,
  store_id text NOT NULL,
  text     text NOT NULL
);

CREATE INDEX search_texts_trigrams ON search_texts USING gin (text gin_trgm_ops)
  WITH (gin_pending_list_limit = 1024);

-- Which requests have reached the read model, by the X-Request-Id they were answered with: those that neither
-- registered an order nor made a capture. These two are found by `registered_by` and `correlation_id` above.
CREATE TABLE applied_actions (
  order_id       uuid NOT NULL,
  correlation_id text NOT NULL,
  PRIMARY KEY (order_id, correlation_id)
);

UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
