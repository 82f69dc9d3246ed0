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

/** The ledger's API, with the types of its description. */
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
 * Waits for an answer. An answer that breaks off in the middle of its body counts as no answer: the
 * command may have been recorded.
 */
const answerOf = <Data>(answering: Promise<Answer<Data>>): Promise<Answer<Data>> =>
  answering.catch((error: unknown) => {
    throw noAnswer(error);
  });

/** The data of an answer. @throws ApiProblem if the API refuses the call or fails, Unreachable */
export const read = async <Data>(answering: Promise<Answer<Data>>): Promise<Data> => {
  const { data, error, response } = await answerOf(answering);
  if (data === undefined || !response.ok) throw problemOf(response.status, error);
  return data;
};

/**
 * Like `read`, for a call that can also answer as CSV or PDF. The types of the API's description
 * allow all these formats, but the answer is JSON unless the `Accept` header names another format.
 */
export const readAs = <Wanted>(answering: Promise<Answer<unknown>>): Promise<Wanted> =>
  read(answering as Promise<Answer<Wanted>>);

export const problemOf = (status: number, error: unknown): ApiProblem =>
  new ApiProblem(status, typeof error === 'object' && error !== null ? error : {});

/** Waits for the answer to a removal, which has no body. @throws ApiProblem, Unreachable */
export const sendRemoval = async (sending: Promise<Answer<unknown>>): Promise<void> => {
  const { response, error } = await answerOf(sending);
  if (!response.ok) throw problemOf(response.status, error);
};
