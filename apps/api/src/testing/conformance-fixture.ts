import type { Credentials } from '../../../../test/support/api-under-test.js';

/** An order that the ledger's own API registered: 285.00 SEK in store `demo-se` or `other-se`. */
export interface RegisteredOrder {
  readonly orderId: string;
  /** The order number, which consists of digits. */
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

/** The facts about a contract that `contracts.e2e.spec.ts` needs to test the contract. */
export interface ConformanceFixture {
  /** Headers that authenticate a client; `url` is where the API listens. */
  readonly authenticate: (url: string, client: Credentials) => Promise<Record<string, string>>;
  /** An address of the contract, for requests that are not captures. */
  readonly path: string;
  /** Returns true for an error in the contract's envelope. */
  readonly isError: (answer: WireAnswer) => boolean;
  /** The contract's call for captures; absent if the contract captures nothing. */
  readonly capture?: {
    /**
     * `card` if the call captures orders paid by card. If absent, the call captures invoice orders.
     */
    readonly paymentMethod?: 'card';
    /** The request that captures all that is left of an order. */
    readonly request: (order: RegisteredOrder) => WireRequest;
    readonly succeeds: number;
    /** The header of an idempotency key; absent if the contract recognises repeats without one. */
    readonly keyHeader?: string;
    /** The status of a capture that is repeated without a key after everything was captured. */
    readonly repeated: number;
    /** The statuses with which a capture of another store's order may be refused. */
    readonly hidden: readonly number[];
    /**
     * The status of a capture that the gateway refuses; absent where the answer does not tell the
     * gateway's outcome.
     */
    readonly refused?: number;
    /** True if the contract does not read the body of a capture, so that no body is wrong. */
    readonly ignoresBody?: boolean;
  };
}
