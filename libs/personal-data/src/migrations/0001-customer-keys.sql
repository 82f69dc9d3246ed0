-- The keys under which the log holds what is known of customers. Not read models: nothing here can be rebuilt from the
-- log, and nothing of the log can be read without it (docs/personal-data.md). No column holds personal data: names are
-- HMACs under a key derived from LEDGER_SECRET_KEY, person keys are wrapped with another one.
CREATE SCHEMA personal_data;

CREATE TABLE personal_data.customer_keys (
  key_id     uuid        PRIMARY KEY,
  store_id   text        NOT NULL,
  -- Whose key it is: HMAC of store and reference, store and e-mail address, or store and order.
  identity   bytea       NOT NULL UNIQUE,
  wrapped    bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX customer_keys_newest ON personal_data.customer_keys (created_at DESC);

-- The e-mail addresses that orders of people with a reference came with, so that a person is found by them too.
CREATE TABLE personal_data.customer_emails (
  email  bytea NOT NULL,
  key_id uuid  NOT NULL REFERENCES personal_data.customer_keys ON DELETE CASCADE,
  PRIMARY KEY (email, key_id)
);

CREATE INDEX customer_emails_key ON personal_data.customer_emails (key_id);

-- What was erased, when and by whom; kept for good. A key that was destroyed names nobody.
CREATE TABLE personal_data.erasures (
  key_id    uuid        PRIMARY KEY,
  store_id  text        NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  erased_by text        NOT NULL
);

CREATE INDEX erasures_newest ON personal_data.erasures (erased_at DESC, key_id DESC);
