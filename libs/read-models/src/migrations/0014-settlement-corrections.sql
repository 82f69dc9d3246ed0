-- Statements that were not what the log says, and were corrected: `totals` has the figures in force, and here are those
-- that were stated first. Null for a settlement that was never corrected.

ALTER TABLE settlements
  ADD COLUMN stated_totals     json,
  ADD COLUMN correction_reason text,
  ADD COLUMN corrected_by      text,
  ADD COLUMN corrected_at      timestamptz;
