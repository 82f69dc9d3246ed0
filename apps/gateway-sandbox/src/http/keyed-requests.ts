import { createHash } from 'node:crypto';
import { GatewayError, InvalidParameter } from '../gateway-error.js';
import type { SandboxLimits } from '../sandbox-limits.js';
import type { SandboxStore } from '../store.js';
import type { Fault } from './faults.js';

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** True if this is the stored answer to an earlier request with the same idempotency key. */
  readonly isReplayed?: true;
}

/** A request that changes data. */
export interface Execution {
  readonly key: string | undefined;
  /** Method and path of the request. */
  readonly target: string;
  /** The body as it was sent. */
  readonly body: string;
  /** The parameters in the body, as text that is the same for the same parameters. */
  readonly parameters: string;
  readonly fault: Fault;
  readonly run: () => object;
}

export const errorAnswer = (error: GatewayError): Answer => ({
  status: error.status,
  body: JSON.stringify({ error: error.body }),
});

/**
 * Executes one request for each idempotency key. A repeat of the request gets the stored answer. A
 * different request with the key is refused, and so is a repeat that arrives while the first
 * request is being executed.
 */
export class KeyedRequests {
  readonly #store: SandboxStore;
  readonly #limits: SandboxLimits;
  readonly #atWork = new Set<string>();

  constructor(store: SandboxStore, limits: SandboxLimits) {
    this.#store = store;
    this.#limits = limits;
  }

  async execute(execution: Execution): Promise<Answer> {
    const { key } = execution;
    if (key === undefined) return this.#perform(execution, undefined);
    if (key.length > this.#limits.keyLengthMax) {
      const message = `Idempotency keys have up to ${this.#limits.keyLengthMax} characters.`;
      throw GatewayError.parameter('Idempotency-Key', 'parameter_invalid', message);
    }
    if (this.#atWork.has(key)) throw keyInUse(key);
    const fingerprint = fingerprintOf(execution.target, execution.parameters);
    const stored = this.#store.answer(key);
    if (stored !== undefined) {
      const same = [fingerprint, fingerprintOf(execution.target, execution.body)];
      if (!same.includes(stored.fingerprint)) throw otherParameters(key);
      return { status: stored.status, body: stored.body, isReplayed: true };
    }
    this.#store.requireRoom('keys');
    this.#atWork.add(key);
    try {
      return await this.#perform(execution, { key, fingerprint });
    } finally {
      this.#atWork.delete(key);
    }
  }

  async #perform(
    { fault, run }: Execution,
    keyed: { readonly key: string; readonly fingerprint: string } | undefined,
  ): Promise<Answer> {
    if (fault.delayMs > 0) await delay(fault.delayMs);
    return this.#store.write(() => {
      const { answer, isKept } = attempt(fault, run);
      if (keyed !== undefined && isKept) {
        const { key, fingerprint } = keyed;
        this.#store.keepAnswer(key, { ...answer, fingerprint, answeredAt: Date.now() });
      }
      return answer;
    });
  }
}

export const delay = async (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Runs the operation and returns its answer. `isKept` is false if the request was refused before it
 * was executed, so that a repeat with the same key is executed.
 */
const attempt = (
  { kind }: Fault,
  run: () => object,
): { readonly answer: Answer; readonly isKept: boolean } => {
  const failed = (): Answer => errorAnswer(GatewayError.failed());
  if (kind === '500-before-effect') return { answer: failed(), isKept: true };
  try {
    const answer = { status: 200, body: JSON.stringify(run()) };
    return { answer: kind === '500-after-effect' ? failed() : answer, isKept: true };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { answer: errorAnswer(error), isKept: !(error instanceof InvalidParameter) };
  }
};

/**
 * The fingerprint under which an answer is kept. Releases up to 0.1.0 kept it under the body as it
 * was sent instead of its parameters, so both are compared.
 */
const fingerprintOf = (target: string, content: string): string =>
  createHash('sha256').update(`${target}\n${content}`).digest('base64');

const keyInUse = (key: string): GatewayError =>
  new GatewayError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `Another request with the idempotency key "${key}" is at work.`,
  });

const otherParameters = (key: string): GatewayError =>
  new GatewayError(400, {
    type: 'idempotency_error',
    message: `The idempotency key "${key}" was used before with other parameters.`,
  });
