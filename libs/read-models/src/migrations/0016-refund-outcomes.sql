-- A refund of a card order waits for the gateway: its outcome is written beside it, once, so that a rebuild only ever adds
-- rows. Refunds from before were settled as they were made.

ALTER TABLE refunds ADD COLUMN outcome text NOT NULL DEFAULT 'settled';

CREATE TABLE refund_outcomes (
  order_id  uuid NOT NULL,
  refund_id uuid NOT NULL,
  -- settled or failed
  status    text NOT NULL,
  PRIMARY KEY (order_id, refund_id)
);
