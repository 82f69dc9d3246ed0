import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../../faults/support/seeded-random.js';
import { apiNames } from '../parts/names.js';
import type { ApiName } from '../parts/names.js';
import type { LedgerHttp } from './ledger-http.js';
import { isDefinite, isRepeatable, isSettled } from './operation.js';
import type { Attempt, Operation } from './operation.js';

const keyHeaders = { walley: 'x-idempotency', ledger: 'idempotency-key' } as const;
const impatientShare = 0.15;
const refusedToken = 401;

/**
 * Sends operations as merchants do: repeats an operation after an indefinite answer, and sometimes
 * sends it to both APIs at the same time.
 */
export class OperationSender {
  constructor(
    private readonly http: LedgerHttp,
    private readonly random: SeededRandom,
  ) {}

  /** Sends the operation once, to one of the APIs. */
  async once(
    operation: Operation,
    { api, patient }: { readonly api?: ApiName; readonly patient?: boolean } = {},
  ): Promise<Attempt> {
    const { random } = this;
    const impatient = patient !== true && random.next() < impatientShare;
    // The request id is not drawn from the seed: the generator has 32 bits, so an id would be
    // likely to repeat within about a hundred thousand requests.
    const requestId = randomUUID();
    const at = api ?? random.pick(apiNames);
    const atMs = Date.now();
    const outcome = await this.http.send({
      api: at,
      contract: operation.contract,
      method: 'POST',
      path: operation.path,
      body: operation.body,
      headers: {
        'x-request-id': requestId,
        ...(operation.key !== undefined && { [keyHeaders[operation.contract]]: operation.key }),
      },
      ...(impatient && { patienceMs: random.between(50, 3_000) }),
    });
    const attempt = { requestId, api: at, atMs, tookMs: Date.now() - atMs, outcome };
    operation.attempts.push(attempt);
    return attempt;
  }

  /** Sends the same request several times at once, to both APIs in turn. */
  async atOnce(operation: Operation): Promise<void> {
    const times = this.random.between(2, 4);
    const apis = Array.from({ length: times }, (_, index) => apiNames[index % apiNames.length]!);
    await Promise.all(apis.map((api) => this.once(operation, { api })));
  }

  /**
   * Sends the request again until its answer is definite or the signal is aborted. A change without
   * an idempotency key is sent again only after a 401: after any other indefinite answer the change
   * may have been made already.
   */
  async untilDefinite(operation: Operation, signal: AbortSignal, patient = false): Promise<void> {
    while (!isSettled(operation) && !signal.aborted) {
      const { outcome } = await this.once(operation, { patient });
      if (isDefinite(outcome)) return;
      const noToken = outcome.kind === 'answered' && outcome.status === refusedToken;
      if (!noToken && !isRepeatable(operation)) return;
      await delay(this.random.between(10, 200));
    }
  }
}
