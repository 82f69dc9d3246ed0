import createClient, { type Middleware } from 'openapi-fetch';
import { apiUrl } from '../addresses.js';
import { currentSession, endSession } from '../session/session.js';
import { boundedFetch, noAnswer } from './bounded-fetch.js';
import type { paths } from './openapi.js';
import { ApiProblem } from './problem.js';

const unauthorized = 401;

/** The headers of every call; empty before the sign-in. */
export const authorization = (): Record<string, string> => {
  const session = currentSession();
  return session === undefined ? {} : { Authorization: `Bearer ${session.token}` };
};

/** Signs out if the API no longer takes the token of the session. */
export const noticeEnd = ({ status }: Response): void => {
  if (status === unauthorized && currentSession() !== undefined)
    endSession('The session has ended: the API no longer accepts its token. Sign in again.');
};

const asSession: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(authorization())) request.headers.set(name, value);
    return request;
  },
  onResponse({ response }) {
    noticeEnd(response);
  },
};

/**
 * A typed client for the ledger's API. The types `paths` are generated from its OpenAPI
 * description.
 */
export const api = createClient<paths>({
  baseUrl: apiUrl,
  fetch: (request) => boundedFetch(request),
});
api.use(asSession);

interface Answer<Data> {
  readonly data?: Data | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Waits for an answer, and throws `Unreachable` if none arrives or if its body breaks off half-way.
 * A command may have been recorded in both cases.
 */
const answerOf = <Data>(answering: Promise<Answer<Data>>): Promise<Answer<Data>> =>
  answering.catch((error: unknown) => {
    throw noAnswer(error);
  });

/**
 * Returns the data of an answer.
 *
 * @throws ApiProblem if the API answers with an error status, Unreachable if no answer arrives
 */
export const read = async <Data>(answering: Promise<Answer<Data>>): Promise<Data> => {
  const { data, error, response } = await answerOf(answering);
  if (data === undefined || !response.ok) throw problemOf(response.status, error);
  return data;
};

/**
 * Like `read`, for a call that can answer as JSON, CSV or PDF. The generated type covers all three.
 * The answer is JSON, because no `Accept` header asks for another format, so the caller names the
 * JSON type.
 */
export const readAs = <Wanted>(answering: Promise<Answer<unknown>>): Promise<Wanted> =>
  read(answering as Promise<Answer<Wanted>>);

export const problemOf = (status: number, error: unknown): ApiProblem =>
  new ApiProblem(status, typeof error === 'object' && error !== null ? error : {});

/**
 * Waits for the answer to a removal. The answer has no body, so nothing is returned.
 *
 * @throws ApiProblem if the API answers with an error status, Unreachable if no answer arrives
 */
export const sendRemoval = async (sending: Promise<Answer<unknown>>): Promise<void> => {
  const { response, error } = await answerOf(sending);
  if (!response.ok) throw problemOf(response.status, error);
};
