-- Card orders: how each is paid, what the gateway did about its captures and refunds, and its card-present intents. Invoice
-- orders have none of it. Where there are card orders the read models are emptied, and the worker that starts next fills
-- them again from the log.
ALTER TABLE orders
  -- Of a card order alone: OrderPayment of libs/ledger, without its method and its card-present intents.
  ADD COLUMN payment json;

ALTER TABLE captures
  -- Through which it is made at the gateway.
  ADD COLUMN payment_intent text,
  -- The gateway's own record of a capture that it took.
  ADD COLUMN charge json,
  -- Why the gateway refused: reason and code.
  ADD COLUMN failure json,
  -- When a requested one was settled or failed; until then it is open since captured_at.
  ADD COLUMN ended_at timestamptz;

ALTER TABLE refund_outcomes
  ADD COLUMN gateway_refund_id text,
  ADD COLUMN failure json,
  ADD COLUMN ended_at timestamptz NOT NULL;

-- Requested refunds: few among all.
CREATE INDEX refunds_requested ON refunds (refunded_at, refund_id) WHERE outcome = 'requested';

CREATE TABLE terminal_intents (
  order_id        uuid        NOT NULL,
  payment_intent  text        NOT NULL,
  -- Revision of the event that made it.
  revision        integer     NOT NULL,
  amount          bigint      NOT NULL,
  -- manual or automatic
  capture_method  text        NOT NULL,
  payment_methods json        NOT NULL,
  -- As the gateway has it.
  metadata        json        NOT NULL,
  customer_id     text,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (order_id, payment_intent)
);

DO $$
BEGIN
  IF EXISTS (SELECT FROM orders WHERE payment_method = 'card') THEN
    TRUNCATE orders, captures, search_texts, applied_actions, refunds, refund_outcomes, reauthorizations,
      settlement_lines, settlements, order_customers, damaged_streams;
    UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL,
      event_position = NULL, event_id = NULL, event_chain = NULL;
  END IF;
END $$;
