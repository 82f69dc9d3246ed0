import type { Refusal } from './refusal.js';

/** How one contract writes errors. */
export interface ErrorEnvelope {
  /** What the contract is called in metrics. */
  readonly contract: string;
  /** The base paths the contract answers under, unknown routes included: `/manage`. */
  readonly basePaths: readonly string[];
  /** How a parameter is refused that a call does not take; without it, any is ignored. */
  unknownParameter?(name: string): Refusal;
  /** The body of an error answer, as text. `correlationId` is the request's `X-Request-Id`. */
  write(refusal: Refusal, correlationId: string): { contentType: string; body: string };
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
