-- Webhooks: who is told, how far the log was looked through for it, and what was or is to be told. Not read models: what
-- was delivered cannot be told from the log, so a rebuild leaves these tables alone (docs/decisions/0019).
CREATE SCHEMA webhooks;

CREATE TABLE webhooks.endpoints (
  endpoint_id   uuid PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('walley', 'standard')),
  url           text NOT NULL,
  description   text,
  stores        text[] NOT NULL,
  event_types   text[] NOT NULL,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL,
  -- It is told of what stands in the log behind this place.
  begins_after  bigint NOT NULL,
  -- Sealed with a key derived from LEDGER_SECRET_KEY. Null once the endpoint is removed.
  secret        bytea,
  -- During a rotation: the secret before, which messages are signed with as well until then.
  former_secret bytea,
  former_until  timestamptz,
  -- A removed endpoint is told nothing more; its deliveries are deleted bit by bit, and then its row.
  removed_at    timestamptz,
  CHECK (removed_at IS NOT NULL OR secret IS NOT NULL)
);

-- One row: everything up to this place in the log is in the table below; -1 is nothing.
CREATE TABLE webhooks.outbox (
  name     text   PRIMARY KEY CHECK (name = 'outbox'),
  position bigint NOT NULL
);

INSERT INTO webhooks.outbox (name, position) VALUES ('outbox', -1);

CREATE TABLE webhooks.deliveries (
  delivery_id     uuid        PRIMARY KEY,
  endpoint_id     uuid        NOT NULL REFERENCES webhooks.endpoints,
  event_id        uuid        NOT NULL,
  -- What is delivered in order: the stream of an order, or of a store's settlements.
  stream          text        NOT NULL,
  position        bigint      NOT NULL,
  event_type      text        NOT NULL,
  occurred_at     timestamptz NOT NULL,
  correlation_id  text        NOT NULL,
  -- The message, byte for byte as it is sent and signed.
  body            text        NOT NULL,
  status          text        NOT NULL CHECK (status IN ('pending', 'delivered', 'dead')),
  attempts        integer     NOT NULL DEFAULT 0,
  -- While an attempt is under way: when it counts as lost.
  next_attempt_at timestamptz NOT NULL,
  -- Names the attempt under way, so that one that was given up cannot record its outcome any more.
  claim           uuid,
  last_attempt_at timestamptz,
  -- HTTP status, or null and the reason why there was none.
  last_status     integer,
  last_error      text,
  finished_at     timestamptz,
  -- An event is told to an endpoint once, however often the outbox is written.
  UNIQUE (endpoint_id, event_id)
);

CREATE INDEX deliveries_due ON webhooks.deliveries (endpoint_id, next_attempt_at)
  WHERE status = 'pending';
CREATE INDEX deliveries_in_line ON webhooks.deliveries (endpoint_id, stream, position)
  WHERE status = 'pending';
CREATE INDEX deliveries_listed ON webhooks.deliveries (endpoint_id, position);
CREATE INDEX deliveries_dead ON webhooks.deliveries (endpoint_id, position) WHERE status = 'dead';
CREATE INDEX deliveries_finished ON webhooks.deliveries (finished_at)
  WHERE finished_at IS NOT NULL;
