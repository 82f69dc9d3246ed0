-- What becomes of an order besides its captures: refunds, and new authorisations of what is not captured. Money is
-- bigint in the currency's minor unit.

CREATE TABLE refunds (
  order_id    uuid        NOT NULL,
  refund_id   uuid        NOT NULL,
  -- Revision of the event that made it: refunds in the order in which they were made.
  revision    integer     NOT NULL,
  amount      bigint      NOT NULL,
  description text        NOT NULL,
  reference   text,
  refunded_at timestamptz NOT NULL,
  rows        json        NOT NULL,
  -- From which captures it was taken back, and how much from each.
  captures    json        NOT NULL,
  PRIMARY KEY (order_id, refund_id)
);

CREATE TABLE reauthorizations (
  order_id           uuid        NOT NULL,
  reauthorization_id uuid        NOT NULL,
  -- Revision of the event that made it.
  revision           integer     NOT NULL,
  -- pending, completed, rejected; one of an order is pending at most.
  status             text        NOT NULL,
  -- Whether it needed an approval.
  requested          boolean     NOT NULL,
  amount             bigint      NOT NULL,
  reference          text,
  requested_at       timestamptz NOT NULL,
  PRIMARY KEY (order_id, reauthorization_id)
);
