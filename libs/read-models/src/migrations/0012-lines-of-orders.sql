-- An order names the settlements of its captures and refunds: the lines of captures that settled late and of refunds are
-- looked for by their order.
CREATE INDEX settlement_lines_order ON settlement_lines (order_id);
