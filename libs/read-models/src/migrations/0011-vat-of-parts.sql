-- An order's rows keep the VAT that was said of their parts (docs/decisions/0028), and an order's VAT is that of its whole
-- rows. Both follow from the log alone: the read models are emptied here, and the worker that starts next fills them again.

TRUNCATE orders, captures, search_texts, applied_actions, refunds, reauthorizations, settlement_lines, settlements,
  order_customers;

UPDATE projection SET position = -1, applied_at = clock_timestamp(), fresh_at = NULL;
