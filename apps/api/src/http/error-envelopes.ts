import { envelopeFor } from './error-envelope.js';
import type { Refusal } from './refusal.js';
import type { ErrorEnvelope } from './error-envelope.js';

type Refusing = Pick<ErrorEnvelope, 'basePaths' | 'unknownParameter'>;
type Named = Pick<ErrorEnvelope, 'contract' | 'basePaths'>;

const nobodys: Named = { contract: 'none', basePaths: [] };

/** The envelopes of all contracts; `otherwise` writes errors at addresses no contract owns. */
export class ErrorEnvelopes {
  constructor(
    private readonly contracts: readonly ErrorEnvelope[],
    private readonly otherwise: ErrorEnvelope,
  ) {}

  for(url: string): ErrorEnvelope {
    return envelopeFor(url, this.contracts, this.otherwise);
  }

  /** How the contract that owns an address refuses a parameter; nothing if it, or no contract, does. */
  unknownParameter(url: string, name: string): Refusal | undefined {
    return envelopeFor<Refusing>(url, this.contracts, { basePaths: [] }).unknownParameter?.(name);
  }

  /** The name of the contract that owns an address, `none` if none does. */
  contractOf(url: string): string {
    return envelopeFor<Named>(url, this.contracts, nobodys).contract;
  }
}
