-- The store of the order: each store has a fair share of the places at the gateway. Rows of earlier releases name no
-- store: together they have the share of one.
ALTER TABLE gateway.orders ADD COLUMN store_id text NOT NULL DEFAULT '';

ALTER TABLE gateway.checkouts ADD COLUMN store_id text NOT NULL DEFAULT '';

-- Due rows are searched store by store.
CREATE INDEX orders_store_next_at ON gateway.orders (store_id, next_at);
DROP INDEX gateway.orders_next_at;
CREATE INDEX checkouts_store_next_at ON gateway.checkouts (store_id, next_at);
DROP INDEX gateway.checkouts_next_at;
