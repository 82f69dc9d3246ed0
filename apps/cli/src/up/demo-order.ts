import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '#runtime';
import type { ApiAnswer, ApiSession } from './api-session.js';

/** An order of which nothing is captured yet, for the first capture to paste. */
export interface DemoOrder {
  readonly orderId: string;
  readonly orderNumber: string;
}

const demoStore = { storeId: 'demo-se', salesSegment: 'B2C', currency: 'SEK' } as const;
const mostTries = 20;

/** Whether the client that `up` makes acts for the demo store. */
export const hasDemoStore = ({
  bootstrapStores,
  nodeEnv,
}: Pick<Settings, 'bootstrapStores' | 'nodeEnv'>): boolean =>
  nodeEnv !== 'production' && bootstrapStores.some((store) => isDeepStrictEqual(store, demoStore));

/** The example of the contract page ledger.md: 285.00 SEK. */
export const demoRegistration = (orderNumber: string) => ({
  store: demoStore.storeId,
  orderNumber,
  currency: demoStore.currency,
  salesSegment: demoStore.salesSegment,
  paymentMethod: 'invoice',
  rows: [
    { articleNumber: '10001', description: 'Shoes', unitPrice: 9500, quantity: 1, vatRate: 25 },
    { articleNumber: '10002', description: 'T-Shirt', unitPrice: 9500, quantity: 2, vatRate: 25 },
  ],
  authorization: { status: 'authorized' },
});

const fileOf = (dataDir: string): string => join(dataDir, 'demo-order.json');

const lastCount = (dataDir: string): number => {
  try {
    const { count } = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as { count: number };
    return Number.isSafeInteger(count) && count > 0 ? count : 1;
  } catch {
    return 1;
  }
};

const remember = (dataDir: string, count: number): void => {
  const draft = `${fileOf(dataDir)}.new`;
  writeFileSync(draft, `${JSON.stringify({ count })}\n`);
  renameSync(draft, fileOf(dataDir));
};

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

const register = async (session: ApiSession, orderNumber: string): Promise<ApiAnswer> =>
  session.post('/v1/orders', orderNumber, demoRegistration(orderNumber));

const isUntouched = async (session: ApiSession, registered: ApiAnswer): Promise<boolean> => {
  const { orderId, position } = registered.body;
  const path = `/v1/orders/${asText(orderId)}?position=${asText(position)}`;
  const { status, body } = await session.get(path);
  return status === 200 && body['status'] === 'NotActivated';
};

/**
 * Registers the demo order, or finds the one of an earlier start if nothing was captured of it, so that what is printed
 * at the end of every start works when it is pasted.
 */
export const ensureDemoOrder = async (session: ApiSession, dataDir: string): Promise<DemoOrder> => {
  const first = lastCount(dataDir);
  for (let count = first; count < first + mostTries; count += 1) {
    const orderNumber = `demo-${count}`;
    const registered = await register(session, orderNumber);
    if (registered.status === 202 && (await isUntouched(session, registered))) {
      remember(dataDir, count);
      return { orderId: asText(registered.body['orderId']), orderNumber };
    }
    if (registered.status !== 202 && registered.status !== 422) {
      throw new Error(`The demo order was not registered: the API answered ${registered.status}.`);
    }
  }
  throw new Error(`No demo order could be registered in ${mostTries} tries.`);
};
