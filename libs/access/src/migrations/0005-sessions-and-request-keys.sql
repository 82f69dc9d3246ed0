-- Sessions that people opened with the name and the password of a key.
CREATE TABLE access.key_sessions (
  -- SHA-256 of the session's token: 256 random bits.
  session_hash bytea PRIMARY KEY,
  key_id       uuid NOT NULL REFERENCES access.keys ON DELETE CASCADE,
  expires_at   timestamptz NOT NULL
);

CREATE INDEX key_sessions_key ON access.key_sessions (key_id, expires_at);

-- The request that a client used an idempotency key for, in contracts where a key is one request of all orders together.
CREATE TABLE access.request_keys (
  client_id text COLLATE "C" NOT NULL REFERENCES access.clients,
  store_id  text COLLATE "C" NOT NULL,
  -- SHA-256 of the key.
  key_hash  bytea NOT NULL,
  -- What was asked for: action and order.
  request   text NOT NULL,
  -- False while the first request under the key has not been answered.
  kept      boolean NOT NULL DEFAULT false,
  used_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (client_id, store_id, key_hash)
);

CREATE INDEX request_keys_age ON access.request_keys (client_id, store_id, used_at);
