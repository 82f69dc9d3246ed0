-- Card orders that hold an authorisation of which something is left: the newest first, by store.
CREATE INDEX orders_authorized ON orders (store_id, placed_at DESC, order_id DESC)
  WHERE payment_method = 'card' AND status IN ('NotActivated', 'PartActivated');
