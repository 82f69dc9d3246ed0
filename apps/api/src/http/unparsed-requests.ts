import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import type { Contracts } from '../contract-kit/contract.js';
import { isStreaming } from '../contract-kit/streamed-bodies.js';
import { protectiveHeaders } from './error-answers.js';
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

/**
 * Answers to errors of Node's HTTP parser, by the code of the error. Other errors of the parser are
 * answered 400.
 */
const refusals: Readonly<Record<string, ErrorAnswer>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HEADERS_TOO_LARGE',
    detail: 'All headers together are larger than 16 KiB.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
    detail: 'The extensions of a chunk are too large.',
  },
};

const answerOf = (answer: ErrorAnswer, contracts: Contracts): string => {
  const requestId = randomUUID();
  // The error may occur before the address is read. So the error has the format for addresses that
  // belong to no contract.
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
 * Answers a request that arrives too slowly, and closes the connection at once. If the rest were
 * read, the request would be carried out although the answer says that it came too late.
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
 * Answers a malformed request and closes the connection in stages (`lingerAtClose`), because the
 * caller may still be sending. Nothing after the malformed part is parsed.
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
 * Answers requests that Node's HTTP parser refuses, and closes their connection. A streamed request
 * is read while its answer is already being sent. The time limit does not apply to such a request.
 * If the rest of it is malformed, the connection is closed without an error answer.
 */
export const answerUnparsed =
  (contracts: Contracts) =>
  (error: NodeJS.ErrnoException, socket: Socket): void => {
    // After a refused request, the parser reports an error for each further piece of data. Only the
    // first error is answered.
    if (refused.has(socket)) return;
    const isLate = error.code === requestTimeout;
    const isMidAnswer = isStreaming(socket);
    // Node reports the timeout once for each request and leaves the reaction to this handler. A
    // streamed request may take longer, so nothing is done.
    if (isMidAnswer && isLate) return;
    if (isMidAnswer || error.code === 'ECONNRESET') socket.destroy();
    else if (isLate) answerLate(contracts, socket);
    else answerMalformed(contracts, socket, refusals[error.code ?? ''] ?? unreadable);
  };
