-- An order keeps the rows that were cancelled, and what the shop says of it. The former follow from the log alone: where
-- something may have been cancelled the read models are emptied, and the worker that starts next fills them again.
ALTER TABLE orders
  -- GivenUp of libs/ledger; null if nothing was cancelled.
  ADD COLUMN given_up json,
  -- ShopState of libs/ledger; null before the shop said anything.
  ADD COLUMN shop json;

DO $$
BEGIN
  -- A cancellation of rows without a price shows in no sum, but is an action beside registration and captures.
  IF EXISTS (SELECT FROM orders WHERE cancelled <> 0 OR status = 'Closed') OR EXISTS (SELECT FROM applied_actions) THEN
    TRUNCATE orders, captures, search_texts, applied_actions, refunds, refund_outcomes, reauthorizations,
      terminal_intents, settlement_lines, settlements, order_customers, damaged_streams;
    UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL,
      event_position = NULL, event_id = NULL, event_chain = NULL;
  END IF;
END $$;
