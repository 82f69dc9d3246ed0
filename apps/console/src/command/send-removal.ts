import { problemOf } from '../api/client.js';

interface Answer {
  readonly error?: unknown;
  readonly response: Response;
}

/** A removal is answered without a body. @throws ApiProblem */
export const sendRemoval = async (sending: Promise<Answer>): Promise<void> => {
  const { response, error } = await sending;
  if (!response.ok) throw problemOf(response.status, error);
};
