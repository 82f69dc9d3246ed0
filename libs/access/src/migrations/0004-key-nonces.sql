-- Nonces of signed requests, so that no request counts twice at any replica. Those of the last half
-- hour matter; older ones are removed. A crash of PostgreSQL may not forget them.
CREATE TABLE access.key_nonces (
  key_id     uuid NOT NULL REFERENCES access.keys ON DELETE CASCADE,
  -- SHA-256 of the nonce.
  nonce_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (key_id, nonce_hash)
);

CREATE INDEX key_nonces_expiry ON access.key_nonces (expires_at);
