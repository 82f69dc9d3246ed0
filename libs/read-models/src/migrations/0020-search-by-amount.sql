-- Orders are found by exactly what they come to, or what one of their captures does. Neither changes with a capture, so
-- the index of orders does not keep their updates from staying within a page.
CREATE INDEX orders_total ON orders (store_id, total);
CREATE INDEX captures_amount ON captures (store_id, amount);
