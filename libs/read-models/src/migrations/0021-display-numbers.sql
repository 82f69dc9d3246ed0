-- The number for people that a shop gave its orders (docs/contracts/medusa.md, "Lists").
CREATE INDEX IF NOT EXISTS orders_display_number ON orders (store_id, (attributes #>> '{medusa,display_id}'))
  WHERE attributes #>> '{medusa,display_id}' IS NOT NULL;
