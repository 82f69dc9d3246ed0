-- Codes that `ledger console` prints: each signs a client in once, within minutes (libs/access/src/tokens/one-time-codes.ts).
CREATE TABLE access.one_time_codes (
  -- SHA-256 of the code: 256 random bits, so a slow hash would add nothing.
  code_hash  bytea PRIMARY KEY,
  client_id  text COLLATE "C" NOT NULL REFERENCES access.clients,
  -- Those of the client that the token may have.
  scopes     text[] NOT NULL,
  expires_at timestamptz NOT NULL
);
