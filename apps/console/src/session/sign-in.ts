import { apiUrl } from '../addresses.js';
import { api, problemOf, read } from '../api/client.js';
import { boundedFetch, noAnswer, readMsMax } from '../api/bounded-fetch.js';
import { beginSession, type Session } from './session.js';

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
}

interface TokenFault {
  readonly error_description?: string;
}

const requestToken = async (form: Record<string, string>): Promise<TokenAnswer> => {
  const wanted = { method: 'POST', body: new URLSearchParams(form) };
  const response = await boundedFetch(
    new Request(`${apiUrl}/oauth2/v2.0/token`, wanted),
    readMsMax,
  ).catch((error: unknown) => {
    throw noAnswer(error);
  });
  const body: unknown = await response.json().catch((error: unknown) => {
    if (response.ok) throw noAnswer(error);
    return {};
  });
  if (response.ok) return body as TokenAnswer;
  const { error_description: detail } = body as TokenFault;
  throw problemOf(response.status, detail === undefined ? {} : { detail });
};

const msPerSecond = 1_000;

const begin = async ({ access_token: token, expires_in }: TokenAnswer): Promise<void> => {
  const endsAt = Date.now() + expires_in * msPerSecond;
  const headers = { Authorization: `Bearer ${token}` };
  const caller = await read(api.GET('/v1/caller', { headers }));
  const session: Session = { ...caller, token, endsAt };
  beginSession(session);
};

/** Signs in with the credentials of a client. @throws ApiProblem, Unreachable */
export const signInAsClient = async (clientId: string, clientSecret: string): Promise<void> =>
  begin(
    await requestToken({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  );

/** Signs in with the code of a link of `ledger console`. @throws ApiProblem, Unreachable */
export const signInByCode = async (code: string): Promise<void> =>
  begin(await requestToken({ grant_type: 'urn:capture-ledger:one-time-code', code }));

/**
 * Returns the code of the address and removes it there, so that neither the history of the browser
 * nor a copied address has it. The code is in the fragment, which browsers never send to a server.
 */
export const takeCode = (): string | undefined => {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return code;
};
