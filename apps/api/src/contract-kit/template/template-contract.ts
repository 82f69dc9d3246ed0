import type { Authentication, AuthenticationServices } from '../authentication.js';
import type { Contract } from '../contract.js';
import { HttpError } from '../http-error.js';
import { addressGroup } from '../request.js';
import { templateBodyRules } from './template-body-rules.js';
import { templateEnvelope } from './template-envelope.js';

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
      throw new HttpError({ status: 401, code: 'WRONG_KEY', detail: 'The key is wrong.' });
    return client;
  },
  unauthorized: () => ({ status: 401, code: 'NO_KEY', detail: 'Send X-Template-Key.' }),
  forbidden: (scope) => ({ status: 403, code: 'NO_RIGHT', detail: `The key lacks ${scope}.` }),
});

/** An example to copy: a contract with one call, which captures what is left of an order. */
export const templateContract: Contract = {
  name: 'template',
  basePaths: ['/template'],
  authentication,
  errorEnvelope: templateEnvelope,
  bodyRules: templateBodyRules,
  routing: { trailingSlash: 'ignored', letterCase: 'exact', unknownMethod: 'method-not-allowed' },
  credentials: {
    templateKey: {
      ...{ type: 'apiKey', in: 'header', name: 'X-Template-Key' },
      description: 'Id and secret of a client, with a colon between them',
    },
  },
  areas: [{ name: 'Template', description: 'An example of a contract', paths: /^\/template\// }],
  module: async () => (await import('./template.module.js')).TemplateModule,
};
