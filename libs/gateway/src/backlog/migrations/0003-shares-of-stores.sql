-- The store of the order: each store has a fair share of the places at the gateway. Rows of release 0.1 do not name it,
-- and share one place among them.
ALTER TABLE gateway.orders ADD COLUMN store_id text NOT NULL DEFAULT '';

-- Orders are searched store by store.
CREATE INDEX orders_store_next_at ON gateway.orders (store_id, next_at);
DROP INDEX gateway.orders_next_at;
