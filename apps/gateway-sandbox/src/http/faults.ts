import { GatewayError } from '../gateway-error.js';
import type { SandboxLimits } from '../sandbox-limits.js';

const kinds = [
  // The request is executed, but the gateway answers 500 and keeps this answer under the request's
  // idempotency key.
  '500-after-effect',
  // The gateway fails before it executes the request: it answers 500 and keeps this answer under
  // the request's idempotency key.
  '500-before-effect',
  // The request is executed; the connection closes without an answer.
  'drop-after-effect',
  'drop-before-effect',
  // The request is executed; the connection closes in the middle of its answer.
  'cut',
  // The request is executed; the connection stays open without an answer.
  'stall',
  '429',
] as const;

type FaultKind = (typeof kinds)[number];

/** A fault that the sandbox simulates for one request, so that callers can be tested with it. */
export interface Fault {
  readonly delayMs: number;
  readonly kind: FaultKind | undefined;
}

export const noFault: Fault = { delayMs: 0, kind: undefined };

/**
 * Reads the text of a fault: a delay such as `delay=200`, a kind such as `stall`, or both with a
 * comma between them.
 */
export const parseFault = (text: string, { faultDelayMsMax }: SandboxLimits): Fault => {
  let fault = noFault;
  for (const part of text.split(',').map((each) => each.trim())) {
    const [, delay] = /^delay=(\d{1,9})$/.exec(part) ?? [];
    const kind = kinds.find((each) => each === part);
    if (delay !== undefined && Number(delay) <= faultDelayMsMax) {
      fault = { ...fault, delayMs: Number(delay) };
    } else if (kind !== undefined) fault = { ...fault, kind };
    else throw unknownFault(part, faultDelayMsMax);
  }
  return fault;
};

const unknownFault = (text: string, delayMsMax: number): GatewayError => {
  const allowed = `delay=<up to ${delayMsMax} milliseconds>, ${kinds.join(', ')}`;
  return GatewayError.parameter('fault', 'parameter_invalid', `No fault "${text}": ${allowed}`);
};

/** A fault that a test sets in advance, for the next requests of any caller. */
export interface PlannedFault {
  readonly fault: string;
  /** Number of requests that will still meet the fault. */
  readonly next: number;
  /**
   * A text such as `/capture`: only requests whose path contains this text meet the fault. Without
   * the text, all requests meet it.
   */
  readonly path?: string;
}

/**
 * The faults that tests set for later requests. If several match a request, the one set first
 * applies.
 */
export class Faults {
  readonly #limits: SandboxLimits;
  #planned: readonly PlannedFault[] = [];

  constructor(limits: SandboxLimits) {
    this.#limits = limits;
  }

  get planned(): readonly PlannedFault[] {
    return this.#planned;
  }

  plan(fault: PlannedFault): void {
    parseFault(fault.fault, this.#limits);
    if (this.#planned.length >= this.#limits.faultsMax) {
      throw GatewayError.tooMany(`At most ${this.#limits.faultsMax} faults are planned at once.`);
    }
    this.#planned = [...this.#planned, fault];
  }

  clear(): void {
    this.#planned = [];
  }

  /**
   * Returns the fault for a request: the one in its header, or else the first one planned for its
   * path. A planned fault applies to a set number of requests and is then removed.
   */
  take(path: string, header: string | undefined): Fault {
    if (header !== undefined) return parseFault(header, this.#limits);
    const found = this.#planned.find((each) => path.includes(each.path ?? ''));
    if (found === undefined) return noFault;
    this.#planned = this.#planned.flatMap((each) => {
      if (each !== found) return [each];
      return each.next > 1 ? [{ ...each, next: each.next - 1 }] : [];
    });
    return parseFault(found.fault, this.#limits);
  }
}
