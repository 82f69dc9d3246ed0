import { envelopeFor } from './error-envelope.js';
import type { ErrorEnvelope } from './error-envelope.js';

/** The envelopes of all contracts; `otherwise` writes errors at addresses no contract owns. */
export class ErrorEnvelopes {
  constructor(
    private readonly contracts: readonly ErrorEnvelope[],
    private readonly otherwise: ErrorEnvelope,
  ) {}

  for(url: string): ErrorEnvelope {
    return envelopeFor(url, this.contracts, this.otherwise);
  }
}
