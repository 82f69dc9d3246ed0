-- Payment intents on which checkouts ask cards, until it is known what became of them. A card that the gateway
-- authorised may be missing in the log: the process that asked it may have died in between.
CREATE TABLE gateway.checkouts (
  order_id       text        NOT NULL,
  payment_intent text        NOT NULL,
  -- When the intent is looked at next, and how often it was looked at.
  next_at        timestamptz NOT NULL,
  looks          integer     NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, payment_intent)
);

CREATE INDEX checkouts_next_at ON gateway.checkouts (next_at);
