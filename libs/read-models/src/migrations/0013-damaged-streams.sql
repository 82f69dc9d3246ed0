-- Streams with an event that cannot be read or applied: from that event on, nothing of the stream is applied
-- (docs/decisions/0030). Everything else goes on.
CREATE TABLE damaged_streams (
  stream_id  text        PRIMARY KEY,
  -- The order whose stream it is; null for a settlement's, and for one that is named as no order is.
  order_id   uuid,
  -- Whose money it is, as far as it is known.
  store_id   text,
  currency   text,
  -- The event at fault: where it stands in the log and in the stream, its type, and what is wrong with it.
  position   bigint      NOT NULL,
  revision   numeric(20) NOT NULL,
  event_type text        NOT NULL,
  reason     text        NOT NULL,
  noticed_at timestamptz NOT NULL
);

CREATE INDEX damaged_streams_order ON damaged_streams (order_id);

-- The last event of an order or a settlement that is applied, by which the log is known again; null in databases of
-- before, until the next one is applied.
ALTER TABLE projection
  ADD COLUMN event_position bigint,
  ADD COLUMN event_id       uuid,
  ADD COLUMN event_chain    text;
