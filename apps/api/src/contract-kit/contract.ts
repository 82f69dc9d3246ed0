import type { ErrorAnswer } from './http-error.js';

/** How one contract writes errors. */
export interface ErrorEnvelope {
  /** What the contract is called in metrics. */
  readonly contract: string;
  /** The base paths the contract answers under, unknown routes included: `/manage`. */
  readonly basePaths: readonly string[];
  /** How a parameter is refused that a call does not take; without it, any is ignored. */
  unknownParameter?(name: string): ErrorAnswer;
  /** The body of an error answer, as text. `correlationId` is the request's `X-Request-Id`. */
  write(answer: ErrorAnswer, correlationId: string): { contentType: string; body: string };
}

/** The envelope whose base path the request's path lies under; `otherwise` if none does. */
export const envelopeFor = <Owner extends Pick<ErrorEnvelope, 'basePaths'>>(
  url: string,
  envelopes: readonly Owner[],
  otherwise: Owner,
): Owner => {
  const path = decodedPath(url);
  const owns = (base: string): boolean => path === base || path.startsWith(`${base}/`);
  return envelopes.find(({ basePaths }) => basePaths.some(owns)) ?? otherwise;
};

const decodedPath = (url: string): string => {
  const [path = ''] = url.split(/[?#]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

type Refusing = Pick<ErrorEnvelope, 'basePaths' | 'unknownParameter'>;
type Named = Pick<ErrorEnvelope, 'contract' | 'basePaths'>;

const nobodys: Named = { contract: 'none', basePaths: [] };

/** The envelopes of all contracts; `otherwise` writes errors at addresses no contract owns. */
export class Contracts {
  constructor(
    private readonly contracts: readonly ErrorEnvelope[],
    private readonly otherwise: ErrorEnvelope,
  ) {}

  for(url: string): ErrorEnvelope {
    return envelopeFor(url, this.contracts, this.otherwise);
  }

  /** How the contract that owns an address refuses a parameter; nothing if it, or no contract, does. */
  unknownParameter(url: string, name: string): ErrorAnswer | undefined {
    return envelopeFor<Refusing>(url, this.contracts, { basePaths: [] }).unknownParameter?.(name);
  }

  /** The name of the contract that owns an address, `none` if none does. */
  contractOf(url: string): string {
    return envelopeFor<Named>(url, this.contracts, nobodys).contract;
  }
}
