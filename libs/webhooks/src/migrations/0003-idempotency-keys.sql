-- A creation that is repeated with its Idempotency-Key finds the webhook that it made (docs/webhooks.md, "Webhooks").
ALTER TABLE webhooks.endpoints
  ADD COLUMN idempotency_key text,
  -- SHA-256 of the request that came with the key.
  ADD COLUMN request_hash    bytea,
  ADD CONSTRAINT endpoints_request_hash_check CHECK ((idempotency_key IS NULL) = (request_hash IS NULL));

-- A key counts for its client, and is free again once the webhook is removed.
CREATE UNIQUE INDEX endpoints_by_key ON webhooks.endpoints (created_by, idempotency_key)
  WHERE removed_at IS NULL;
