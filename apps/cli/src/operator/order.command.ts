import { Command } from 'commander';
import { formatMinor } from '#ledger';
import { OrderQueries, type OrderView } from '#read-models';
import { loadSettings, printable } from '#runtime';
import { exitCode, type ExitCode, type Finish } from '../exit-code.js';
import { orderDamaged, orderRepair, type RepairOptions } from './order-repair.js';
import { orderHistory } from './order-history.js';
import { type NamedOrder, orderIdFrom } from './order-id.js';
import { orderStory } from './order-story.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

interface Options {
  readonly json?: boolean;
  readonly store?: string;
}

const reads = (finish: Finish): Command[] => {
  const show = new Command('show')
    .description('Show the order from the read model')
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'the store of the order, if several stores have this order number')
    .option('--json', 'answer in JSON')
    .action(async (name: string, { json = false, store }: Options) => {
      finish(await orderShow({ name, store }, json));
    });
  const history = new Command('history')
    .description("Show the order's events from the log")
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'the store of the order, if several stores have this order number')
    .option('--json', 'one line of JSON for each event')
    .action(async (name: string, { json = false, store }: Options) => {
      finish(await orderHistory({ name, store }, json));
    });
  const story = new Command('story')
    .description('Write a PDF of the order: rows, VAT, history, settlements and payouts')
    .argument('<order>', 'order id, or order number')
    .option('--store <id>', 'the store of the order, if several stores have this order number')
    .requiredOption('--pdf <file>', 'the file to write; an existing file is not overwritten')
    .action(
      async (name: string, { pdf, store }: { readonly pdf: string; readonly store?: string }) => {
        finish(await orderStory({ name, store }, pdf));
      },
    );
  return [show, history, story];
};

const repairs = (finish: Finish): Command[] => {
  const damaged = new Command('damaged')
    .description('List the orders with an event that cannot be read or applied, and the reason')
    .option('--json', 'one line of JSON for each')
    .action(async ({ json = false }: Options) => {
      finish(await orderDamaged(json));
    });
  const repair = new Command('repair')
    .description('Bring damaged orders back into the read model, once their events can be read')
    .argument('[orders...]', 'order ids, or order numbers')
    .option('--store <id>', 'the store of the orders, if several stores have these order numbers')
    .option('--all', 'all damaged orders')
    .action(async (names: string[], options: RepairOptions) => {
      finish(await orderRepair(names, options));
    });
  return [damaged, repair];
};

/**
 * `ledger order`: commands on orders. These commands work without an API client and find the orders
 * of all stores.
 */
export const orderCommand = (finish: Finish): Command =>
  [...reads(finish), ...repairs(finish)].reduce(
    (orders, each) => orders.addCommand(each),
    new Command('order').description('Orders'),
  );

export const orderShow = async (named: NamedOrder, json: boolean): Promise<ExitCode> => {
  const settings = loadSettings();
  const orderId = await orderIdFrom(named, settings);
  const order = await withDatabase(settings, async (pool) => new OrderQueries(pool).find(orderId));
  if (order === undefined) {
    printFault(`There is no order ${orderId}.`);
    return exitCode.fault;
  }
  if (json) printJson(order);
  else printLines(orderLines(order));
  return exitCode.done;
};

/**
 * The text that describes an order. Requested, captured, cancelled and remaining add up to the
 * total. The refunded amount is part of the captured one.
 */
export const orderLines = (order: OrderView): string[] => {
  const money = (amount: number): string =>
    `${formatMinor(amount, order.currency)} ${order.currency}`;
  return [
    `Order      ${order.orderId}`,
    `Number     ${printable(order.orderNumber)} of store ${order.storeId}`,
    `Status     ${order.status}`,
    `Total      ${money(order.total)}`,
    `Requested  ${money(order.requested)}`,
    `Captured   ${money(order.captured)}`,
    `Cancelled  ${money(order.cancelled)}`,
    `Remaining  ${money(order.remaining)}`,
    `Refunded   ${money(order.refunded)} of what was captured`,
    `Expires    ${order.expiresAt}`,
    `Revision   ${order.revision} at position ${String(order.position)}`,
    ...order.captures.map(
      ({ captureId, status, amount, description, capturedAt }) =>
        `Capture    ${captureId}  ${status}  ${money(amount)}  ${capturedAt}  ${printable(description)}`,
    ),
    ...order.refunds.map(
      ({ refundId, amount, description, refundedAt }) =>
        `Refund     ${refundId}  ${money(amount)}  ${refundedAt}  ${printable(description)}`,
    ),
  ];
};
