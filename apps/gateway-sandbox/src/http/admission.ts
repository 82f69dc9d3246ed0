import { GatewayError } from '../gateway-error.js';

/** The secret key of a request: a bearer token, or the user name of HTTP Basic authentication. */
export const secretKeyOf = (authorization: string | undefined): string => {
  const [scheme = '', rest = ''] = (authorization ?? '').split(' ', 2);
  const bearer = scheme.toLowerCase() === 'bearer' ? rest : undefined;
  const basic = scheme.toLowerCase() === 'basic' ? decoded(rest) : undefined;
  const key = bearer ?? basic;
  if (key === undefined || key === '') {
    throw GatewayError.unauthorized(
      'You did not provide an API key: Authorization: Bearer sk_test_...',
    );
  }
  if (/^[sr]k_live_/.test(key)) {
    throw GatewayError.unauthorized('This is a sandbox: it takes test keys, never a live one.');
  }
  if (/^[sr]k_test_[A-Za-z0-9_]{1,200}$/.test(key)) return key;
  throw GatewayError.unauthorized(`Invalid API Key provided: ${key.slice(0, 7)}...`);
};

const decoded = (text: string): string =>
  Buffer.from(text, 'base64').toString('utf8').split(':', 1)[0] ?? '';

/** Limits the concurrent requests of each secret key, so that one caller leaves room for others. */
export class Admission {
  readonly #max: number;
  readonly #atWork = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  async admit<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const atWork = this.#atWork.get(key) ?? 0;
    if (atWork >= this.#max) throw GatewayError.tooMany('Too many requests at once with this key.');
    this.#atWork.set(key, atWork + 1);
    try {
      return await work();
    } finally {
      const left = (this.#atWork.get(key) ?? 1) - 1;
      if (left === 0) this.#atWork.delete(key);
      else this.#atWork.set(key, left);
    }
  }
}
