/** An answer of our own API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const answerWithinMs = 10_000;

const readAnswer = async (response: Response): Promise<ApiAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: body as ApiAnswer['body'] };
};

/** Calls the API over HTTP as a client would. */
export class ApiSession {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async open(url: string, clientId: string, clientSecret: string): Promise<ApiSession> {
    const response = await fetch(`${url}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const { status, body } = await readAnswer(response);
    const token = body['access_token'];
    if (typeof token !== 'string') throw new Error(`The API gave no token (${status}).`);
    return new ApiSession(url, token);
  }

  async get(path: string): Promise<ApiAnswer> {
    return this.call(path, { method: 'GET' });
  }

  async post(path: string, key: string, content: unknown): Promise<ApiAnswer> {
    return this.call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(content),
    });
  }

  private async call(path: string, request: RequestInit): Promise<ApiAnswer> {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    const signal = AbortSignal.timeout(answerWithinMs);
    return readAnswer(await fetch(`${this.url}${path}`, { ...request, headers, signal }));
  }
}
