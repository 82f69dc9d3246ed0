-- The key that people's names are hashed with, wrapped like theirs: LEDGER_SECRET_KEY can be changed without knowing a
-- single name again (docs/decisions/0021). Made by the first process that needs it.
CREATE TABLE personal_data.names_key (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  wrapped  bytea   NOT NULL
);

-- PostgreSQL keeps samples of a column's values for its planner and shows them in `pg_stats`, where a wrapped key would
-- outlive its row: what was erased could be read again. Giving a column its type anew drops the samples there are.
ALTER TABLE personal_data.customer_keys
  ALTER COLUMN identity TYPE bytea, ALTER COLUMN identity SET STATISTICS 0,
  ALTER COLUMN wrapped TYPE bytea, ALTER COLUMN wrapped SET STATISTICS 0;

ALTER TABLE personal_data.customer_emails
  ALTER COLUMN email TYPE bytea, ALTER COLUMN email SET STATISTICS 0;

ALTER TABLE personal_data.names_key ALTER COLUMN wrapped SET STATISTICS 0;
