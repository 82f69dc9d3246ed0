import type { Credentials } from '../../../../test/support/api-under-test.js';

/** An order that the ledger's own API registered: 285.00 SEK in store `demo-se` or `other-se`. */
export interface RegisteredOrder {
  readonly orderId: string;
  /** Digits. */
  readonly orderNumber: string;
  /** The intent that a card order holds. */
  readonly paymentIntent?: string;
}

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The little that `contracts.e2e.spec.ts` needs to know of a contract. */
export interface ConformanceFixture {
  /** Headers that authenticate a client; `url` is where the API listens. */
  readonly authenticate: (url: string, client: Credentials) => Promise<Record<string, string>>;
  /** An address of the contract, for requests that are not captures. */
  readonly path: string;
  /** Returns true for an error in the contract's envelope. */
  readonly isError: (answer: WireAnswer) => boolean;
  /** Absent: the contract captures nothing. */
  readonly capture?: {
    /** Captures orders that are paid by card; invoices if absent. */
    readonly paymentMethod?: 'card';
    /** Captures all that is left of an order. */
    readonly request: (order: RegisteredOrder) => WireRequest;
    readonly succeeds: number;
    /** The header of an idempotency key; absent if the contract recognises repeats without one. */
    readonly keyHeader?: string;
    /** The status of a capture that is repeated without a key after everything was captured. */
    readonly repeated: number;
    /** Statuses for an order of another store. */
    readonly hidden: readonly number[];
    /**
     * The status of a capture that the gateway refuses; absent where the answer does not tell the
     * gateway's outcome.
     */
    readonly refused?: number;
    /** The body is not read, so it cannot be wrong. */
    readonly ignoresBody?: boolean;
  };
}
