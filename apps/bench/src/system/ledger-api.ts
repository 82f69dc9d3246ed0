import type { Target } from './target.js';

const answerWithinMs = 30_000;

/** The namespace of the target's order ids; its client needs the scope `admin`. */
export const fetchOrderNamespace = async ({ url }: Target, token: string): Promise<string> => {
  const answer = await fetch(`${url}/v1/audit/identity`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (answer.status !== 200)
    throw new Error(`The API did not say its identity (${answer.status}).`);
  const { orderNamespace } = (await answer.json()) as { orderNamespace: string };
  return orderNamespace;
};

/** A token of the target's client; valid for an hour, longer than any run. */
export const fetchToken = async ({ url, clientId, clientSecret }: Target): Promise<string> => {
  const answer = await fetch(`${url}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (answer.status !== 200) throw new Error(`The API gave no token (${answer.status}).`);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
};
