-- Keys of clients for the other contracts (libs/access/src/keys).
CREATE TABLE access.keys (
  key_id        uuid PRIMARY KEY,
  client_id     text COLLATE "C" NOT NULL REFERENCES access.clients,
  -- The one store it acts for.
  store_id      text COLLATE "C" NOT NULL REFERENCES access.stores,
  kind          text COLLATE "C" NOT NULL,
  -- SHA-256 of the token that requests send: 160 random bits, so a slow hash would add nothing.
  token_hash    bytea NOT NULL,
  -- The end of the token, by which a person knows it again.
  hint          text NOT NULL,
  -- A secret that signatures are verified with, encrypted; absent once the key is revoked.
  secret        bytea,
  -- A name and a password (scrypt) to log in with; absent once the key is revoked.
  login_name    text COLLATE "C",
  password_hash text,
  -- What the kind says of the key; no secrets.
  details       json NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  revoked_at    timestamptz
);

CREATE UNIQUE INDEX keys_token ON access.keys (kind, token_hash);
CREATE UNIQUE INDEX keys_login ON access.keys (kind, login_name) WHERE revoked_at IS NULL;
CREATE INDEX keys_client ON access.keys (client_id, key_id) WHERE revoked_at IS NULL;
