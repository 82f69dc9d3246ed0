-- Payouts have the bank's date and can be taken back. Settlements from before have neither, so nothing is read again.
ALTER TABLE settlements
  ADD COLUMN paid_on                date,
  -- Of the last payout that was taken back.
  ADD COLUMN payout_reversed_at     timestamptz,
  ADD COLUMN payout_reversal_reason text;

-- The settlement of a capture or a refund is the first that was cut after it in the log.
CREATE INDEX settlements_cut ON settlements (store_id, currency, position);
-- A payment on a bank statement is looked for by its reference.
CREATE INDEX settlements_payout_reference ON settlements (payout_reference)
  WHERE payout_reference IS NOT NULL;
