-- Who bought, in clear, as long as the person's key is kept (docs/personal-data.md). A table of its own: written once, when
-- the order is registered, so that a capture writes no more than before (docs/decisions/0009).
CREATE TABLE order_customers (
  order_id    uuid    PRIMARY KEY,
  store_id    text    NOT NULL,
  -- What the log holds is sealed under this key; by it an erasure finds the rows.
  key_id      uuid    NOT NULL,
  -- The key is destroyed; nothing below is kept.
  erased      boolean NOT NULL,
  -- The customer as libs/personal-data has it.
  customer    json,
  -- The names that free text is looked for in.
  search_text text
);

-- Samples of values that PostgreSQL keeps for its planner would outlive the rows.
ALTER TABLE order_customers
  ALTER COLUMN search_text SET STATISTICS 0, ALTER COLUMN customer SET STATISTICS 0;

CREATE INDEX order_customers_key ON order_customers (key_id);
CREATE INDEX order_customers_trigrams ON order_customers USING gin (search_text gin_trgm_ops)
  WITH (gin_pending_list_limit = 1024);
