-- Read models of orders: exactly the bounded part of each order's fold (OrderBalance of libs/ledger), its captures,
-- and where the projection stands. Money is bigint in the currency's minor unit.

-- Free text is looked for inside order numbers and references (walley.md, "GET /manage/orders").
CREATE EXTENSION IF NOT EXISTS pg_trgm;

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
  position       bigint      NOT NULL
) WITH (fillfactor = 80);

-- Lists: newest first, by store and status.
CREATE INDEX orders_newest ON orders (store_id, status, placed_at DESC, order_id DESC);
CREATE INDEX orders_number ON orders USING gin (order_number gin_trgm_ops);
-- What the worker may have to expire.
CREATE INDEX orders_due ON orders (expires_at, order_id)
  WHERE status IN ('NotActivated', 'PartActivated');

CREATE TABLE order_rows (
  order_id           uuid    NOT NULL,
  row_id             text    NOT NULL,
  -- Place among the order's rows, from 0.
  ordinal            integer NOT NULL,
  article_number     text,
  description        text    NOT NULL,
  unit_price         bigint  NOT NULL,
  vat_rate           numeric NOT NULL,
  quantity           bigint  NOT NULL,
  remaining_quantity bigint  NOT NULL,
  type               text,
  attributes         json,
  PRIMARY KEY (order_id, row_id)
) WITH (fillfactor = 80);

CREATE TABLE captures (
  order_id    uuid        NOT NULL,
  capture_id  uuid        NOT NULL,
  -- Revision of the event that made it: captures in the order in which they were made.
  revision    integer     NOT NULL,
  status      text        NOT NULL,
  amount      bigint      NOT NULL,
  refunded    bigint      NOT NULL,
  description text        NOT NULL,
  reference   text,
  captured_at timestamptz NOT NULL,
  -- The captured rows never change after the capture.
  rows        json        NOT NULL,
  PRIMARY KEY (order_id, capture_id)
);

CREATE INDEX captures_reference ON captures USING gin (reference gin_trgm_ops)
  WHERE reference IS NOT NULL;

-- Which requests have reached the read model, by the X-Request-Id they were answered with.
CREATE TABLE applied_actions (
  order_id       uuid NOT NULL,
  correlation_id text NOT NULL,
  PRIMARY KEY (order_id, correlation_id)
);

-- One row: how far the tables above have come. It is locked by every page that is applied.
CREATE TABLE projection (
  name       text        PRIMARY KEY CHECK (name = 'orders'),
  -- Everything up to this place in the log is applied; -1 is nothing.
  position   bigint      NOT NULL,
  applied_at timestamptz NOT NULL,
  -- Everything that stood in the log at this instant is applied; null until a page was.
  fresh_at   timestamptz
);

INSERT INTO projection (name, position, applied_at) VALUES ('orders', -1, now());
