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

/**
 * Signs in with a client's id and secret.
 *
 * @throws ApiProblem if the API refuses them or fails, Unreachable if no answer arrives
 */
export const signInAsClient = async (clientId: string, clientSecret: string): Promise<void> =>
  begin(
    await requestToken({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  );

/**
 * Signs in with the one-time code from a link that `ledger console` printed.
 *
 * @throws ApiProblem if the API refuses the code or fails, Unreachable if no answer arrives
 */
export const signInByCode = async (code: string): Promise<void> =>
  begin(await requestToken({ grant_type: 'urn:capture-ledger:one-time-code', code }));

/**
 * Returns the one-time code in the page's URL and removes it from the URL, so that neither the
 * browser history nor a copied URL contains it. The code is in the part after `#`, which browsers
 * never send to a server.
 */
export const takeCode = (): string | undefined => {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code === null) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return code;
};
