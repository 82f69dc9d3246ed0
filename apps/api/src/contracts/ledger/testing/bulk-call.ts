import { once } from 'node:events';
import { request } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { createInterface } from 'node:readline';

export type Answered = Record<string, unknown>;

/**
 * Sends a bulk piece by piece over its own connection. The spec decides when the answers are read.
 */
export class BulkCall {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
  #lines: AsyncIterator<string> | undefined;

  constructor(url: string, authorization: string, headers: OutgoingHttpHeaders = {}) {
    this.request = request(`${url}/v1/captures`, {
      method: 'POST',
      agent: false,
      headers: {
        Authorization: authorization,
        'Content-Type': 'application/x-ndjson',
        'Transfer-Encoding': 'chunked',
        ...headers,
      },
    });
    // If the connection breaks while the body is sent, the promise `response` rejects. The `error`
    // event needs no handling but would crash the process without a listener.
    this.request.on('error', () => undefined);
    this.response = once(this.request, 'response').then(([answer]) => answer as IncomingMessage);
    this.request.flushHeaders();
  }

  send(...lines: readonly object[]): void {
    this.request.write(linesOf(lines));
  }

  /** The next answer; `undefined` after the last. */
  async next(): Promise<Answered | undefined> {
    this.#lines ??= createInterface({ input: await this.response })[Symbol.asyncIterator]();
    const next = await this.#lines.next();
    return next.done === true ? undefined : (JSON.parse(next.value) as Answered);
  }

  async take(count: number): Promise<Answered[]> {
    const answers: Answered[] = [];
    for (let taken = 0; taken < count; taken += 1) answers.push((await this.next()) ?? {});
    return answers;
  }

  /** Ends the body and returns all answers that are left. */
  rest(): Promise<Answered[]> {
    this.request.end();
    return this.untilEnd();
  }

  /** Returns all answers that are left. Does not end the body. */
  async untilEnd(): Promise<Answered[]> {
    const answers: Answered[] = [];
    for (;;) {
      const answer = await this.next();
      if (answer === undefined) return answers;
      answers.push(answer);
    }
  }

  break(): void {
    this.request.destroy();
  }
}

export const linesOf = (lines: readonly object[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');
