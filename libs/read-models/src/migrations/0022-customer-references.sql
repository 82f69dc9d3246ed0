-- Orders by the store's own number of their customer (docs/contracts/medusa.md, "Lists").
CREATE INDEX order_customers_reference ON order_customers (store_id, (customer ->> 'reference'))
  WHERE customer ->> 'reference' IS NOT NULL;

-- Samples of values that PostgreSQL keeps for its planner would outlive the rows; of an index as of a table.
ALTER INDEX order_customers_reference ALTER COLUMN 2 SET STATISTICS 0;
