import { Client } from 'undici';
import type { Dispatcher } from 'undici';
import { noAnswer } from './load-job.js';
import type { PlannedRequest } from './planned-requests.js';

export interface LoadAnswer {
  readonly connection: LoadConnection;
  /** The answered request, by its index in the plan of the run. */
  readonly index: number;
  readonly status: number;
  /** The headers of the answer: each name is followed by its value. */
  readonly headers: readonly Buffer[];
}

type OnAnswer = (answer: LoadAnswer) => void;

const answerWithinMs = 30_000;
const none: readonly Buffer[] = [];

/**
 * A keep-alive HTTP connection that sends one request at a time. The object itself is the handler
 * that the HTTP client undici calls, so that a request allocates little memory. The generator
 * shares the processors with the measured system and must not slow it.
 */
export class LoadConnection implements Dispatcher.DispatchHandler, LoadAnswer {
  readonly connection = this;
  readonly faults = new Map<string, number>();
  index = 0;
  status = noAnswer;
  headers: readonly Buffer[] = none;
  readonly #client: Client;
  readonly #authorization: string;
  readonly #answered: OnAnswer;

  constructor(url: string, authorization: string, answered: OnAnswer) {
    this.#authorization = authorization;
    this.#answered = answered;
    this.#client = new Client(url, {
      pipelining: 1,
      keepAliveTimeout: 60_000,
      headersTimeout: answerWithinMs,
      bodyTimeout: answerWithinMs,
    });
  }

  /**
   * Opens the connection before the measured time begins. A failure to connect is not reported
   * here, but by the first request.
   */
  async open(): Promise<void> {
    const answer = this.#client.request({ path: '/health/live', method: 'GET' });
    await answer.then(async ({ body }) => body.dump()).catch(() => undefined);
  }

  send(index: number, { path, keyHeader, key, body }: PlannedRequest): void {
    this.index = index;
    this.status = noAnswer;
    this.headers = none;
    const headers = [
      ...['authorization', this.#authorization, 'content-type', 'application/json'],
      ...[keyHeader, key],
    ];
    this.#client.dispatch({ path, method: 'POST', headers, body }, this);
  }

  async close(): Promise<void> {
    await this.#client.destroy();
  }

  onConnect(): void {
    // undici passes a function for aborting the request. The function is not used, because every
    // request ends with its answer or by a timeout.
  }

  onHeaders(status: number, headers: Buffer[]): boolean {
    this.status = status;
    this.headers = headers;
    return true;
  }

  onData(): boolean {
    return true;
  }

  onComplete(): void {
    this.#answered(this);
  }

  onError(error: Error): void {
    const code = 'code' in error ? String(error.code) : error.name;
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
    this.status = noAnswer;
    this.#answered(this);
  }
}
