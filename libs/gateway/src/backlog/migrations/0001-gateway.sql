-- Orders for which something is to be done at the card gateway. What it is stands in the log: this table only says
-- where to look, so that an order that waits for a day keeps neither the log's checkpoint nor other orders waiting.
CREATE SCHEMA gateway;

CREATE TABLE gateway.orders (
  order_id text        PRIMARY KEY,
  -- Of the last event because of which the order stands here.
  position bigint      NOT NULL,
  noted_at timestamptz NOT NULL,
  -- When it is looked at again.
  next_at  timestamptz NOT NULL,
  -- Attempts in a row that left the outcome unknown, and why the last one did.
  attempts integer     NOT NULL DEFAULT 0,
  reason   text,
  message  text
);

CREATE INDEX orders_next_at ON gateway.orders (next_at);

-- How the gateway looks from the active worker; one row.
CREATE TABLE gateway.state (
  only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  breaker  text        NOT NULL,
  -- Since when the breaker is so.
  since    timestamptz NOT NULL,
  seen_at  timestamptz NOT NULL
);
