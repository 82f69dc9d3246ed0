import { addressGroup } from '../request.js';
import type { Authentication, AuthenticationServices } from '../authentication.js';
import type { Contract, ErrorEnvelope } from '../contract.js';
import { fieldName, HttpError } from '../http-error.js';
import { templateBodyRules } from './template-body-rules.js';

const keyHeader = 'x-template-key';

/**
 * Reads the header `X-Template-Key: <client id>:<client secret>`. Wrong secrets are counted for
 * each client and address, so that nobody can guess without limit.
 */
const authentication = ({ authenticator }: AuthenticationServices): Authentication => ({
  needs: 'head',
  authenticate: async ({ headers, ip }) => {
    const key = headers[keyHeader];
    if (typeof key !== 'string') return undefined;
    const colon = key.indexOf(':');
    const [clientId, clientSecret] = [key.slice(0, Math.max(colon, 0)), key.slice(colon + 1)];
    const from = addressGroup(ip);
    const client = await authenticator.authenticate({ clientId, clientSecret, from });
    if (client === undefined)
      throw new HttpError({ status: 401, code: 'wrong_key', detail: 'The key is wrong.' });
    return client;
  },
  unauthorized: () => ({ status: 401, code: 'no_key', detail: 'Send X-Template-Key.' }),
  forbidden: (scope) => ({ status: 403, code: 'no_right', detail: `The key lacks ${scope}.` }),
});

/** The contract's own words for codes of the kit and the ledger. Other codes are lower-cased. */
const words: Readonly<Record<string, string>> = {
  VALIDATION_ERROR: 'wrong_shape',
  ORDER_OF_OTHER_STORE: 'order_unknown',
  ORDER_NOT_FOUND: 'order_unknown',
  CAPTURE_ORDER_ALREADY_CAPTURED: 'nothing_left',
};

const wordOf = (code: string): string => words[code] ?? code.toLowerCase();

const errorEnvelope: ErrorEnvelope = {
  rejected: ({ code, detail }) =>
    wordOf(code) === 'order_unknown'
      ? { status: 404, code, detail: 'There is no such order.' }
      : { status: 409, code, detail },
  write: ({ code, detail, violations }, correlationId) => ({
    contentType: 'application/json',
    body: JSON.stringify({
      fault: wordOf(code),
      says: detail,
      ...(violations && { fields: violations.map(({ path }) => fieldName(path)) }),
      request: correlationId,
    }),
  }),
};

/** An example to copy: a contract with one call, which captures what is left of an order. */
export const templateContract: Contract = {
  name: 'template',
  basePaths: ['/template'],
  authentication,
  errorEnvelope,
  bodyRules: templateBodyRules,
  routing: { trailingSlash: 'ignored', letterCase: 'exact', unknownMethod: 'method-not-allowed' },
  areas: [{ name: 'Template', description: 'An example of a contract', paths: /^\/template\// }],
  module: async () => (await import('./template.module.js')).TemplateModule,
};
