import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { keepSecret, type Settings } from '#runtime';

/** The API client that `up` creates, so that a new user can call the API at once. */
export interface DemoClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * The file that contains the client secret. `undefined` if the secret comes from the settings.
   */
  readonly secretFile?: string;
  /**
   * True if the secret was generated in this start. Only then is the secret itself shown, and only
   * on a terminal. Later starts show the name of its file.
   */
  readonly isNew: boolean;
}

/**
 * Returns the client that `up` creates: the bootstrap client of the settings, otherwise `demo`. A
 * missing secret is generated. In production `demo` is not created.
 */
export const demoClient = (settings: Settings): DemoClient | undefined => {
  const { bootstrapClientId, bootstrapClientSecret, nodeEnv, dataDir } = settings;
  if (bootstrapClientId === undefined && nodeEnv === 'production') return undefined;
  const clientId = bootstrapClientId ?? 'demo';
  if (bootstrapClientSecret !== undefined) {
    return { clientId, clientSecret: bootstrapClientSecret, isNew: false };
  }
  const secretFile = join(dataDir, 'client.secret');
  const isNew = !existsSync(secretFile);
  const clientSecret = keepSecret(secretFile, () => randomBytes(24).toString('hex'));
  return { clientId, clientSecret, secretFile, isNew };
};

/**
 * The order in the example commands that `up` prints. Nothing of the order is captured yet, so that
 * the example capture works.
 */
export interface DemoOrder {
  readonly orderId: string;
  readonly orderNumber: string;
}

const demoStore = { storeId: 'demo-se', salesSegment: 'B2C', currency: 'SEK' } as const;
const mostTries = 20;

/**
 * Returns true if the example commands may use the demo store. The settings must still contain the
 * demo store unchanged, and the ledger must not be in production.
 */
export const hasDemoStore = ({
  bootstrapStores,
  nodeEnv,
}: Pick<Settings, 'bootstrapStores' | 'nodeEnv'>): boolean =>
  nodeEnv !== 'production' && bootstrapStores.some((store) => isDeepStrictEqual(store, demoStore));

/**
 * The request that registers the demo order over 285.00 SEK, as in the example of
 * docs/contracts/ledger.md.
 */
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
 * Returns a demo order without captures, so that the example capture works after each start. The
 * order of the last start is used again if nothing of it was captured. Otherwise a new order is
 * registered.
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

/** An answer of the API with its JSON body. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const answerWithinMs = 10_000;

const readAnswer = async (response: Response): Promise<ApiAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: body as ApiAnswer['body'] };
};

/** Calls the API over HTTP with the token of a client. */
export class ApiSession {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async open(url: string, clientId: string, clientSecret: string): Promise<ApiSession> {
    const response = await fetch(`${url}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const { status, body } = await readAnswer(response);
    const token = body['access_token'];
    if (typeof token !== 'string') throw new Error(`The API did not issue a token (${status}).`);
    return new ApiSession(url, token);
  }

  async get(path: string): Promise<ApiAnswer> {
    return this.#call(path, { method: 'GET' });
  }

  async post(path: string, key: string, content: unknown): Promise<ApiAnswer> {
    return this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(content),
    });
  }

  async #call(path: string, request: RequestInit): Promise<ApiAnswer> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.#token}`);
    const signal = AbortSignal.timeout(answerWithinMs);
    return readAnswer(await fetch(`${this.#url}${path}`, { ...request, headers, signal }));
  }
}
