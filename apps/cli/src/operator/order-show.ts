import { OrderQueries } from '#read-models';
import { loadSettings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { orderIdFrom } from './order-id.js';
import type { NamedOrder } from './order-id.js';
import { orderLines } from './order-lines.js';
import { printFault, printJson, printLines } from './print.js';
import { withDatabase } from './with-database.js';

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
  else printLines(orderLines(order));
  return exitCode.done;
};
