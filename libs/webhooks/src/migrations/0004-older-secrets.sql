-- Secrets older than former_secret that still sign messages, the newest first, and the time at which each ends: a second
-- rotation within the hours of the first keeps the secret that a receiver may still check with (docs/webhooks.md).
ALTER TABLE webhooks.endpoints
  ADD COLUMN older_secrets bytea[]       NOT NULL DEFAULT '{}',
  ADD COLUMN older_until   timestamptz[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT endpoints_older_check CHECK (cardinality(older_secrets) = cardinality(older_until));
