import { Agent, request } from 'undici';
import { OrderIds } from '#ledger';
import type { LedgerSystem } from '../parts/ledger-system.js';
import { apiNames } from '../parts/names.js';
import type { ApiName } from '../parts/names.js';
import { caller } from '../parts/part-options.js';
import type { Contract, Outcome } from './operation.js';

export interface Request {
  readonly api: ApiName;
  readonly contract: Contract;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * The time in milliseconds after which this caller gives up and disconnects. If absent, the
   * caller waits, and no answer within 60 s is an error of the ledger.
   */
  readonly patienceMs?: number;
}

/**
 * The time in milliseconds within which the ledger must answer every request. A command waits up to
 * 10 s in its queue and is tried for 10 s. The last append and read take up to 5 s each, and a
 * fault delays a request by up to 8 s. The rest is a reserve for a busy machine.
 */
const answerWithinMs = 60_000;

interface Body {
  readonly code?: string;
  readonly captureId?: string;
  readonly refundId?: string;
  readonly revision?: string;
  readonly error?: { readonly errors?: readonly { readonly reason?: string }[] };
}

const parsed = (text: string): Body => {
  try {
    return (text === '' ? {} : JSON.parse(text)) as Body;
  } catch {
    return {};
  }
};

/** Sends requests to the APIs through proxies that inject faults. */
export class LedgerHttp {
  private readonly agent = new Agent({ connections: 128, keepAliveTimeout: 10_000 });
  private readonly tokens = new Map<ApiName, string>();

  constructor(private readonly system: LedgerSystem) {}

  async send(asked: Request): Promise<Outcome> {
    const { outcome } = await this.exchange(asked);
    return outcome;
  }

  /**
   * Reads the ledger's namespace from the API. With it the test can compute the id of an order
   * before the order is registered.
   */
  async orderIds(): Promise<OrderIds> {
    const { outcome, text } = await this.exchange({
      ...{ api: apiNames[0], contract: 'ledger', method: 'GET' },
      ...{ path: '/v1/audit/identity', headers: {} },
    });
    if (outcome.kind !== 'answered' || outcome.status !== 200) throw new Error(`identity: ${text}`);
    const { orderNamespace } = JSON.parse(text) as { orderNamespace: string };
    return new OrderIds(orderNamespace);
  }

  /**
   * Sends a request and returns its outcome. After status 401 the access token is dropped, so that
   * the next request fetches a new one.
   */
  async exchange(asked: Request): Promise<{ outcome: Outcome; text: string }> {
    const signal = AbortSignal.timeout(asked.patienceMs ?? answerWithinMs);
    try {
      return await this.answer(asked, signal);
    } catch (error) {
      const late = { kind: asked.patienceMs === undefined ? 'hung' : 'left' } as const;
      const cut = { kind: 'cut', error: String(error) } as const;
      return { outcome: signal.aborted ? late : cut, text: '' };
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async answer(
    asked: Request,
    signal: AbortSignal,
  ): Promise<{ outcome: Outcome; text: string }> {
    const { api, method, path, body } = asked;
    const token = await this.token(api, signal);
    const answer = await request(this.system.urlFor(api) + path, {
      method,
      dispatcher: this.agent,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    if (answer.statusCode === 401) this.tokens.delete(api);
    return { outcome: outcomeOf(answer.statusCode, answer.headers, text), text };
  }

  /**
   * Returns an access token of this API. Tokens are not shared between the APIs. An API checks a
   * token's expiry by its clock, and faults set the clocks differently.
   */
  private async token(api: ApiName, signal: AbortSignal): Promise<string> {
    const known = this.tokens.get(api);
    if (known !== undefined) return known;
    const answer = await request(`${this.system.urlFor(api)}/oauth2/v2.0/token`, {
      method: 'POST',
      dispatcher: this.agent,
      signal,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: caller.clientId,
        client_secret: caller.clientSecret,
      }).toString(),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`no token: ${answer.statusCode} ${text}`);
    const { access_token: token } = JSON.parse(text) as { access_token: string };
    this.tokens.set(api, token);
    return token;
  }
}

const outcomeOf = (
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  text: string,
): Outcome => {
  const body = parsed(text);
  const position = headers['ledger-position'];
  return {
    kind: 'answered',
    status,
    code: body.code ?? body.error?.errors?.[0]?.reason ?? '',
    replayed: headers['idempotency-replayed'] === 'true',
    position: typeof position === 'string' ? position : undefined,
    madeId: body.captureId ?? body.refundId,
    revision: body.revision,
  };
};
