import { decide } from '../../order/decide.js';
import { type Decision, permitted } from '../../order/decision.js';
import { defaultOrderLimits } from '../../order/accept.js';
import type { OrderCommand } from '../../order/order-commands.js';
import type { Order } from '../../order/order.js';
import { major, capture, item, register } from '../commands.js';
import { demoStore, expiresAt, now, shoes } from '../demo-order.js';
import { orderOf } from '../history.js';
import { amountOf, remainingOf, scenarioRows, type Scenario } from './scenario.js';

const key = 'k-1';

/**
 * Decides the capture of the scenario. The store of the order is checked first, as for a real
 * request.
 */
export const decideScenario = (scenario: Scenario): Decision => {
  const stores = new Set(scenario.orderIs === 'of another store' ? ['other'] : [demoStore]);
  return permitted(orderIn(scenario), stores, (order) =>
    decide(order, captureIn(scenario), {
      ...defaultOrderLimits,
      eventsMax: scenario.historyFull ? order.revision + 1 : defaultOrderLimits.eventsMax,
    }),
  );
};

const captureIn = (scenario: Scenario): OrderCommand => {
  const { amount, items, currency, description, status } = scenario;
  return capture(
    amount === undefined ? amountOf(scenario) : major(amount),
    {
      currency,
      description,
      items: items.map(({ unitPrice, ...rest }) => ({ ...rest, unitPrice: major(unitPrice) })),
    },
    { key, at: status === 'past its date' ? expiresAt : now },
  );
};

const orderIn = (scenario: Scenario): Order | undefined => {
  if (scenario.orderIs === 'missing') return undefined;
  const order = orderOf(historyIn(scenario));
  const { status } = scenario;
  // The status is set directly, because the commands that lead to these statuses would also change
  // the amount left.
  return status === 'Closed' || status === 'Returned'
    ? { ...order, balance: { ...order.balance, status } }
    : order;
};

const historyIn = (scenario: Scenario): OrderCommand[] => {
  const { salesSegment, status, shoesCaptured, shoesCapturedUnderThisKey } = scenario;
  const rows = scenarioRows;
  if (status === 'Pending') {
    return [register({ rows, salesSegment, authorization: { status: 'pending' } })];
  }
  const history: OrderCommand[] = [register({ rows, salesSegment })];
  if (shoesCapturedUnderThisKey || shoesCaptured) {
    const underKey = shoesCapturedUnderThisKey ? { key } : {};
    history.push(capture(shoes.unitPrice, { items: [item(shoes)] }, underKey));
  }
  if (status === 'Activated') {
    history.push(capture(remainingOf({ ...scenario, status: 'authorised' })));
  }
  return history;
};
