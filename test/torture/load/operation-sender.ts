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
 * Sends commands as merchants do. A command is repeated until its answer is final, and is sometimes
 * sent to both APIs at the same time.
 */
export class OperationSender {
  constructor(
    private readonly http: LedgerHttp,
    private readonly random: SeededRandom,
  ) {}

  /**
   * Sends the command once. Without `api`, one of the APIs is drawn. A caller that is not `patient`
   * sometimes disconnects before the answer.
   */
  async once(
    operation: Operation,
    { api, patient }: { readonly api?: ApiName; readonly patient?: boolean } = {},
  ): Promise<Attempt> {
    const { random } = this;
    const impatient = patient !== true && random.next() < impatientShare;
    // The request id is truly random. The seeded generator has only 32 bits, so ids drawn from it
    // would probably repeat within a hundred thousand requests.
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

  /** Sends the same command two to four times at the same time, to both APIs in turn. */
  async atOnce(operation: Operation): Promise<void> {
    const times = this.random.between(2, 4);
    const apis = Array.from({ length: times }, (_, index) => apiNames[index % apiNames.length]!);
    await Promise.all(apis.map((api) => this.once(operation, { api })));
  }

  /**
   * Repeats the command until its answer is final or the signal is aborted. A change without an
   * idempotency key is repeated only after a 401. After any other unclear answer the first request
   * may have taken effect, and a repeat would take effect again.
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
