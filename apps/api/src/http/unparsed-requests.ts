import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import type { Contracts } from '../contract-kit/contract.js';
import { isStreaming } from '../contract-kit/streamed-bodies.js';
import { protectiveHeaders } from './send-error.js';
import type { ErrorAnswer } from '../contract-kit/http-error.js';

const unreadable: ErrorAnswer = {
  status: 400,
  code: 'BAD_REQUEST',
  detail: 'The request is not well-formed HTTP.',
};

const late: ErrorAnswer = {
  status: 408,
  code: 'REQUEST_TIMEOUT',
  detail: 'The request did not arrive in time.',
};

const requestTimeout = 'ERR_HTTP_REQUEST_TIMEOUT';

/** The answers to errors of Node's HTTP parser, by the code of the error. */
const refusals: Readonly<Record<string, ErrorAnswer>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HEADERS_TOO_LARGE',
    detail: 'The headers are together larger than 16 KiB.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    detail: 'The extensions of a chunk are too large.',
  },
};

const answerOf = (answer: ErrorAnswer, contracts: Contracts): string => {
  const requestId = randomUUID();
  // The address may not have been read yet, so the error has the form of an address that no
  // contract owns.
  const { contentType, body } = contracts.of('/').errorEnvelope.write(answer, requestId);
  return [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    `X-Request-Id: ${requestId}`,
    ...Object.entries(protectiveHeaders).map(([name, value]) => `${name}: ${value}`),
    ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
};

/**
 * Ends a connection whose request does not arrive in time. Nothing more is read from the
 * connection: otherwise the rest of the request would be carried out, although the answer says that
 * it came too late.
 */
export const answerLate = (contracts: Contracts, socket: Socket): void => {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.end(answerOf(late, contracts), () => {
    socket.destroy();
  });
};

const refused = new WeakSet<Socket>();

/**
 * Writes the answer and closes the connection in stages (`lingerAtClose`), since the caller may
 * still be sending. The parser reads no more of the connection.
 */
const answerMalformed = (contracts: Contracts, socket: Socket, answer: ErrorAnswer): void => {
  refused.add(socket);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  socket.write(answerOf(answer, contracts));
  socket.destroySoon();
};

/**
 * Answers input that Node's HTTP parser refuses, and closes its connection. A request may be read
 * while its answer is already being sent. Node's time limit does not apply to such a request, and
 * malformed input closes its connection without an error answer.
 */
export const answerUnparsed =
  (contracts: Contracts) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    // The parser reports an error for each further piece of a refused request; only the first error
    // is answered.
    if (refused.has(socket)) return;
    const isLate = error.code === requestTimeout;
    const isMidAnswer = isStreaming(socket);
    // Node reports the timeout once for each request and leaves the consequence to us.
    if (isMidAnswer && isLate) return;
    if (isMidAnswer || error.code === 'ECONNRESET') socket.destroy();
    else if (isLate) answerLate(contracts, socket);
    else answerMalformed(contracts, socket, refusals[error.code ?? ''] ?? unreadable);
  };
