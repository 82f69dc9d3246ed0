-- A settlement names the payout that was taken back: its reference, and the bank's date if one was given. Both stand in the
-- log alone, so where a payout was taken back the read models are emptied here, and the worker that starts next fills them
-- again.
ALTER TABLE settlements
  ADD COLUMN reversed_payout_reference text,
  ADD COLUMN reversed_paid_on          date;

DO $$
BEGIN
  IF EXISTS (SELECT FROM settlements WHERE payout_reversed_at IS NOT NULL) THEN
    TRUNCATE orders, captures, search_texts, applied_actions, refunds, reauthorizations, settlement_lines, settlements,
      order_customers, damaged_streams;
    UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL,
      event_position = NULL, event_id = NULL, event_chain = NULL;
  END IF;
END $$;
