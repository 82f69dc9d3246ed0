import { formatMinor } from '#ledger';
import { OrderQueries } from '#read-models';
import type { OrderView } from '#read-models';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { orderIdFrom } from './order-id.js';
import type { NamedOrder } from './order-id.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

const linesOf = (order: OrderView): string[] => {
  const money = (amount: number): string =>
    `${formatMinor(amount, order.currency)} ${order.currency}`;
  return [
    `Order      ${order.orderId}`,
    `Number     ${order.orderNumber} of store ${order.storeId}`,
    `Status     ${order.status}`,
    `Total      ${money(order.total)}`,
    `Captured   ${money(order.captured)}`,
    `Remaining  ${money(order.remaining)}`,
    `Expires    ${order.expiresAt}`,
    `Revision   ${order.revision} at position ${String(order.position)}`,
    ...order.captures.map(
      ({ captureId, status, amount, description, capturedAt }) =>
        `Capture    ${captureId}  ${status}  ${money(amount)}  ${capturedAt}  ${description}`,
    ),
  ];
};

/** `ledger order show`. */
export const orderShow = async (named: NamedOrder, json: boolean): Promise<ExitCode> => {
  const settings = loadSettings();
  const orderId = await orderIdFrom(named, settings);
  const order = await withDatabase(settings, async (pool) => new OrderQueries(pool).find(orderId));
  if (order === undefined) {
    printFault(`There is no order ${orderId}.`);
    return exitCode.fault;
  }
  if (json) printJson(order);
  else printLines(linesOf(order));
  return exitCode.done;
};
