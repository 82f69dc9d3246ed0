import type { Credentials } from '../../../../test/support/api-under-test.js';

/** The `Authorization` header of a client, with a token of `/oauth2/v2.0/token`. */
export const bearerOf = async (
  url: string,
  { clientId, clientSecret }: Credentials,
): Promise<Record<string, string>> => {
  const answer = await fetch(`${url}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return { Authorization: `Bearer ${token}` };
};
