import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SparingWarnings } from '#runtime';
import type { ErrorEnvelopes } from './error-envelopes.js';
import { protectiveHeaders } from './protective-headers.js';
import { requestIdOf } from './request-id.js';
import { RequestsInFlight } from './requests-in-flight.js';
import { tooManyAtOnce } from './too-many-at-once.js';

export interface InFlightLimits {
  readonly requestsInFlight: number;
  /** Of them commands. */
  readonly commandsInFlight: number;
}

interface Telling {
  readonly envelopes: ErrorEnvelopes;
  readonly warnings: SparingWarnings;
}

/** Health is answered under overload too: a probe refused then would have the process restarted or taken out. */
const isHealth = (url: string | undefined): boolean => url?.startsWith('/health/') ?? false;

const isCommand = ({ method }: IncomingMessage): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * Lets as many requests in as may be at work at once, and refuses the others at once. It stands before the framework: under
 * overload most requests are refused, and a refusal must cost far less than what it stands for.
 */
export class Admission {
  readonly #requests: RequestsInFlight;
  readonly #commands: RequestsInFlight;

  constructor(
    limits: InFlightLimits,
    private readonly telling: Telling,
  ) {
    this.#requests = new RequestsInFlight(limits.requestsInFlight);
    this.#commands = new RequestsInFlight(limits.commandsInFlight, this.#requests);
  }

  /** False if the request was refused, and answered. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    if (isHealth(request.url)) return true;
    const counted = isCommand(request) ? this.#commands : this.#requests;
    if (!counted.tryEnter()) {
      this.refuse(request, response);
      return false;
    }
    // 'close' comes exactly once, also when the caller went away.
    response.once('close', () => {
      counted.leave();
    });
    return true;
  }

  private refuse(request: IncomingMessage, response: ServerResponse): void {
    const { envelopes, warnings } = this.telling;
    const requestId = requestIdOf(request);
    warnings.warn({ requestId }, 'too many requests at once');
    const { contentType, body } = envelopes.for(request.url ?? '/').write(tooManyAtOnce, requestId);
    response
      .writeHead(tooManyAtOnce.status, {
        ...protectiveHeaders,
        ...tooManyAtOnce.headers,
        'X-Request-Id': requestId,
        'Content-Type': contentType,
        'Content-Length': Buffer.byteLength(body),
        'Cache-Control': 'no-store',
      })
      .end(request.method === 'HEAD' ? undefined : body);
  }
}
