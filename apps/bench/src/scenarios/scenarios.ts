import { bulk } from './bulk.js';
import { coldOrder } from './cold-order.js';
import { distinct } from './distinct.js';
import { hot } from './hot.js';
import { load70 } from './load-70.js';
import { at10k, at1m } from './many-orders.js';
import { overload } from './overload.js';
import { rebuild } from './rebuild.js';
import { retries } from './retries.js';
import type { Scenario } from './scenario.js';
import type { ScenarioName } from './scenario-names.js';
import { zipfOrders } from './zipf-orders.js';

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  distinct,
  hot,
  zipf: zipfOrders,
  retries,
  'load-70': load70,
  overload,
  bulk,
  'at-10k': at10k,
  'cold-order': coldOrder,
  rebuild,
  'at-1m': at1m,
};
