import type { Violation } from './shape/violation.js';

/** Why a request is not answered with success, before a contract gives it its own envelope. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  /** Stable code, upper case: a rejection's code, `VALIDATION_ERROR`, `NOT_FOUND`, ... */
  readonly code: string;
  /** A sentence for the caller's developer. Holds nothing secret. */
  readonly detail: string;
  /** Headers the answer needs besides the envelope: `WWW-Authenticate`, `Retry-After`, ... */
  readonly headers?: Readonly<Record<string, string>>;
  /** One entry for each field of wrong shape. */
  readonly violations?: readonly Violation[];
}
