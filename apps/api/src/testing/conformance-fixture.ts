import type { Credentials } from '../../../../test/support/api-under-test.js';

/** An order over 285.00 SEK in the store `demo-se` or `other-se`, registered with `/v1`. */
export interface RegisteredOrder {
  readonly orderId: string;
  /** The order number, which consists of digits. */
  readonly orderNumber: string;
  /** The payment intent that pays the order, if the order is paid by card. */
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

/**
 * The facts about a contract that the common tests of all contracts need (`contracts.e2e.spec.ts`).
 */
export interface ConformanceFixture {
  /** Returns headers that authenticate the client. `url` is the address of the API. */
  readonly authenticate: (url: string, client: Credentials) => Promise<Record<string, string>>;
  /** Any address of the contract. The tests send requests other than captures there. */
  readonly path: string;
  /** Returns true if the answer is an error in the format of the contract. */
  readonly isError: (answer: WireAnswer) => boolean;
  /** The capture call of the contract. Absent if the contract cannot capture. */
  readonly capture?: {
    /** `card` if the call captures card orders. If absent, the call captures invoice orders. */
    readonly paymentMethod?: 'card';
    /** Returns the request that captures everything left of an order. */
    readonly request: (order: RegisteredOrder) => WireRequest;
    readonly succeeds: number;
    /**
     * The name of the header with the idempotency key. Absent if the contract recognises repeats by
     * other means.
     */
    readonly keyHeader?: string;
    /** The status of a second capture without an idempotency key, after everything was captured. */
    readonly repeated: number;
    /** The statuses that a capture may get if the order belongs to another client's store. */
    readonly hidden: readonly number[];
    /**
     * The status of a capture that the gateway refuses. Absent if the contract answers before the
     * gateway has decided.
     */
    readonly refused?: number;
    /** True if the capture call ignores its body. Tests with a malformed body are skipped then. */
    readonly ignoresBody?: boolean;
  };
}
