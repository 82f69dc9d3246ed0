-- Who may call, and for which stores. Not read models: nothing here can be rebuilt from the log
-- (docs/decisions/0003-access-in-postgres.md).
CREATE SCHEMA access;

CREATE TABLE access.stores (
  store_id      text COLLATE "C" PRIMARY KEY CHECK (store_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  sales_segment text NOT NULL CHECK (sales_segment IN ('B2C', 'B2B')),
  currency      text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  time_zone     text NOT NULL,
  settlement    text NOT NULL CHECK (settlement IN ('daily', 'weekly', 'monthly')),
  name          text,
  country_code  text CHECK (country_code ~ '^[A-Z]{2}$'),
  created_at    timestamptz NOT NULL DEFAULT now(),
  -- A removed store keeps its row: its orders stay in the log, so its id is never given to another.
  removed_at    timestamptz
);

CREATE INDEX stores_removed ON access.stores (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE access.clients (
  client_id   text COLLATE "C" PRIMARY KEY CHECK (client_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  secret_hash text NOT NULL,
  scopes      text[] NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  -- A disabled client keeps its row: events name it as their actor, so its id is never given to another.
  disabled    boolean NOT NULL DEFAULT false,
  -- Tokens issued at or before this instant are void, also once the client is enabled again.
  revoked_at  timestamptz
);

CREATE INDEX clients_revoked ON access.clients (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE access.client_stores (
  client_id text COLLATE "C" NOT NULL REFERENCES access.clients,
  store_id  text COLLATE "C" NOT NULL REFERENCES access.stores,
  PRIMARY KEY (client_id, store_id)
);
