import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body of the answer: parsed if it is JSON, else its text; undefined if it is empty. */
  readonly body: unknown;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The body to send: an object is sent as JSON, a text or bytes unchanged. The content type is
   * that of JSON unless the headers name another type.
   */
  readonly body?: object | string | Uint8Array<ArrayBuffer>;
}

const encoded = (body: Sending['body']) =>
  typeof body === 'string' || body instanceof Uint8Array || body === undefined
    ? body
    : JSON.stringify(body);

const read = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return isJson ? (JSON.parse(text) as unknown) : text || undefined;
};

/** Calls `/v1` over HTTP with one token, as a client's program would. */
export class LedgerCaller {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  /** Gets a token with a client's id and secret. */
  static async authenticate(url: string, clientId: string, secret: string): Promise<LedgerCaller> {
    const response = await fetch(`${url}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: secret,
        scope: 'v1',
      }),
    });
    if (response.status !== 200) throw new Error(`No token for ${clientId}: ${response.status}`);
    const { access_token: token } = (await response.json()) as { access_token: string };
    return new LedgerCaller(url, token);
  }

  /** The value of the `Authorization` header, for specs that make requests themselves. */
  get authorization(): string {
    return `Bearer ${this.token ?? ''}`;
  }

  async send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Answer> {
    const content = encoded(body);
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'X-Request-Id': randomUUID(),
        ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
        ...(content !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
    });
    return { status: response.status, headers: response.headers, body: await read(response) };
  }

  get(path: string, headers: Sending['headers'] = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  /**
   * Reads the effect of a command. The answer waits until the read model has reached the command's
   * position.
   */
  getAfter(command: Answer, path: string): Promise<Answer> {
    const position = command.headers.get('ledger-position') ?? '';
    return this.get(path, { 'Ledger-Position': position, Prefer: 'wait=15' });
  }

  post(path: string, body: Sending['body'], headers: Sending['headers'] = {}): Promise<Answer> {
    return this.send(path, { method: 'POST', ...(body !== undefined && { body }), headers });
  }

  patch(path: string, body: Sending['body']): Promise<Answer> {
    return this.send(path, { method: 'PATCH', ...(body !== undefined && { body }) });
  }

  delete(path: string): Promise<Answer> {
    return this.send(path, { method: 'DELETE' });
  }
}
