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
   * The time after which the caller disconnects. Without this time, the request must be answered
   * within 60 s.
   */
  readonly patienceMs?: number;
}

/**
 * The time within which every request must be answered. A command waits at most 10 s in its queue
 * and is tried for 10 s; its last append and read may take 5 s each. A fault freezes an API or its
 * link for at most 8 s. The rest is a reserve for a busy machine.
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

/** Calls the APIs through the callers' links. */
export class LedgerHttp {
  private readonly agent = new Agent({ connections: 128, keepAliveTimeout: 10_000 });
  private readonly tokens = new Map<ApiName, string>();

  constructor(private readonly system: LedgerSystem) {}

  async send(asked: Request): Promise<Outcome> {
    const { outcome } = await this.exchange(asked);
    return outcome;
  }

  /**
   * Reads the namespace of this ledger from the API: the ids of orders are derived from this
   * namespace.
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
   * Sends a request and returns its outcome. After a 401 the token is discarded, so that the next
   * request gets a new token.
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
   * Returns a token that this API has issued. Each API gets its own token, because the clock of the
   * API decides when a token expires, and faults change clocks.
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
