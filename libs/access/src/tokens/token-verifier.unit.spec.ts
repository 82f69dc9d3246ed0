import { describe, expect, jest, test, afterEach } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { type ApiClient, clientStoresMax } from '../clients/api-client.js';
import { scopes } from '../caller.js';
import {
  InvalidToken,
  deriveTokenKey,
  tokenCharactersMax,
  tokenLifetimeSeconds,
  TokenIssuer,
} from './token-issuer.js';
import { RevocationList, type Revocation } from './revocations.js';
import { TokenVerifier } from './token-verifier.js';

const secretKey = Buffer.alloc(32, 7);
const shop: ApiClient = {
  clientId: 'shop',
  stores: ['se', 'no'],
  scopes: ['captures:write', 'orders:read'],
};

const listOf = (...revocations: Revocation[]) =>
  new RevocationList(revocations, { completely: true });

const verifierWith = (...revocations: Revocation[]) =>
  new TokenVerifier(secretKey, { current: listOf(...revocations) });

const issue = async (client = shop): Promise<string> =>
  (await new TokenIssuer(secretKey).issue(client)).accessToken;

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A token as `TokenIssuer` makes it, except for what the test case changes. */
const signed = (claims: object, key: Uint8Array = deriveTokenKey(secretKey), header = {}) =>
  new SignJWT({
    iss: 'capture-ledger',
    aud: 'capture-ledger',
    sub: 'shop',
    iat: nowSeconds(),
    exp: nowSeconds() + 60,
    stores: ['se'],
    scope: 'orders:read',
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
    .sign(key);

afterEach(() => {
  jest.useRealTimers();
});

describe('a token', () => {
  test('says who the client is and what it may do', async () => {
    await expect(verifierWith().verify(await issue())).resolves.toEqual({
      clientId: 'shop',
      stores: ['se', 'no'],
      scopes: ['captures:write', 'orders:read'],
    });
  });

  test('lasts the 3599 seconds that Walley clients know', async () => {
    const issued = await new TokenIssuer(secretKey).issue(shop);
    expect(issued.expiresInSeconds).toBe(3599);
  });

  test('is refused after its time, also by a verifier that has seen it before', async () => {
    const verifier = verifierWith();
    const token = await issue();
    await verifier.verify(token);
    jest.useFakeTimers({ now: Date.now() + (tokenLifetimeSeconds + 6) * 1_000 });
    await expect(verifier.verify(token)).rejects.toThrow(InvalidToken);
    await expect(verifierWith().verify(token)).rejects.toThrow(InvalidToken);
  });

  test('of a client with as many stores as it can have is within the size that is read', async () => {
    const stores = Array.from({ length: clientStoresMax }, (_, index) =>
      `${index}`.padEnd(64, 's'),
    );
    const token = await issue({ clientId: 'c'.repeat(64), stores, scopes });
    expect(token.length).toBeLessThanOrEqual(tokenCharactersMax);
    await expect(verifierWith().verify(token)).resolves.toMatchObject({ stores });
  });

  test.each([
    ['signed with another key', () => signed({}, deriveTokenKey(Buffer.alloc(32, 8)))],
    ['signed with the secret itself, not the derived key', () => signed({}, secretKey)],
    ['of another issuer', () => signed({ iss: 'someone' })],
    ['for another audience', () => signed({ aud: 'someone' })],
    ['of another kind', () => signed({}, undefined, { typ: 'JWT' })],
    ['with another algorithm', () => signed({}, Buffer.alloc(64, 7), { alg: 'HS512' })],
    ['without an algorithm', () => Promise.resolve(new UnsecuredJWT({ sub: 'shop' }).encode())],
    ['without a client', () => signed({ sub: undefined })],
    ['without an expiry', () => signed({ exp: undefined })],
    ['without the time it was issued', () => signed({ iat: undefined })],
    ['issued in the future', () => signed({ iat: nowSeconds() + 60 })],
    ['issued too long ago, whatever expiry it claims', () => signed({ iat: nowSeconds() - 3_700 })],
    ['expired', () => signed({ exp: nowSeconds() - 60 })],
    ['whose stores are no list', () => signed({ stores: 'se' })],
    ['whose stores are no texts', () => signed({ stores: [1] })],
    ['that is no token', () => Promise.resolve('abc')],
    ['that is empty', () => Promise.resolve('')],
    ['that is too long', () => Promise.resolve('a'.repeat(tokenCharactersMax + 1))],
  ])('%s is refused', async (_, make) => {
    const token = await make().catch((error: unknown) => {
      throw new Error('the case could not be made', { cause: error });
    });
    await expect(verifierWith().verify(token)).rejects.toThrow(InvalidToken);
  });

  test('with changed claims under the old signature is refused', async () => {
    const [header, , signature] = (await issue()).split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'admin', stores: ['se'] })).toString(
      'base64url',
    );
    await expect(verifierWith().verify([header, claims, signature].join('.'))).rejects.toThrow(
      InvalidToken,
    );
  });

  test('is refused in any other spelling of the same bytes', async () => {
    const token = await issue();
    const bytes = Buffer.from(token.split('.')[2]!, 'base64url');
    const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const others = Array.from(characters, (last) => token.slice(0, -1) + last)
      .filter((other) => other !== token)
      .filter((other) => Buffer.from(other.split('.')[2]!, 'base64url').equals(bytes));
    expect(others).toHaveLength(3);
    const verifier = verifierWith();
    await verifier.verify(token);
    for (const other of [...others, `${token}=`, `${token}.`, token.replace('.', '=.')]) {
      await expect(verifier.verify(other)).rejects.toThrow(InvalidToken);
    }
  });

  test('is signed as RFC 7515 says, so that any other part can check it', async () => {
    const [header, claims, signature] = (await issue()).split('.');
    const expected = createHmac('sha256', deriveTokenKey(secretKey))
      .update(`${header}.${claims}`)
      .digest('base64url');
    expect(signature).toBe(expected);
  });

  test('gives no right for a scope that this version does not know', async () => {
    const token = await signed({ scope: 'orders:read everything:write' });
    await expect(verifierWith().verify(token)).resolves.toMatchObject({ scopes: ['orders:read'] });
  });
});

describe('a revoked token', () => {
  const client = { kind: 'client', id: 'shop' } as const;

  test('of a disabled client is refused whenever it was issued', async () => {
    const verifier = verifierWith({ ...client, disabled: true, revokedAt: nowSeconds() - 60 });
    await expect(verifier.verify(await issue())).rejects.toThrow(InvalidToken);
  });

  test('of a client disabled and enabled again is refused if it is older than that', async () => {
    const past = verifierWith({ ...client, disabled: false, revokedAt: nowSeconds() - 60 });
    await expect(past.verify(await issue())).resolves.toMatchObject({ clientId: 'shop' });
    const future = verifierWith({ ...client, disabled: false, revokedAt: nowSeconds() + 1 });
    await expect(future.verify(await issue())).rejects.toThrow(InvalidToken);
  });

  test('is refused by a verifier that has accepted it before', async () => {
    const revocations = { current: listOf() };
    const verifier = new TokenVerifier(secretKey, revocations);
    const token = await issue();
    await verifier.verify(token);
    revocations.current = listOf({ ...client, disabled: true, revokedAt: nowSeconds() });
    await expect(verifier.verify(token)).rejects.toThrow(InvalidToken);
  });

  test('does not touch other clients', async () => {
    const verifier = verifierWith({ ...client, id: 'x', disabled: true, revokedAt: nowSeconds() });
    await expect(verifier.verify(await issue())).resolves.toMatchObject({ clientId: 'shop' });
  });

  test('loses a removed store and keeps the others', async () => {
    const removed = { kind: 'store', id: 'se', disabled: true, revokedAt: nowSeconds() } as const;
    const verifier = verifierWith(removed);
    await expect(verifier.verify(await issue())).resolves.toMatchObject({ stores: ['no'] });
  });

  test('is refused when its last store was removed, unless it administers', async () => {
    const removed = { kind: 'store', id: 'se', disabled: true, revokedAt: nowSeconds() } as const;
    const verifier = verifierWith(removed);
    const merchant = await issue({ ...shop, stores: ['se'] });
    await expect(verifier.verify(merchant)).rejects.toThrow(InvalidToken);
    const admin = await issue({ ...shop, stores: ['se'], scopes: ['admin'] });
    await expect(verifier.verify(admin)).resolves.toMatchObject({ stores: [] });
  });

  test('may be any older one when the list had to be cut short', async () => {
    const oldest = nowSeconds() + 1;
    const cut = new RevocationList(
      [{ kind: 'client', id: 'other', disabled: true, revokedAt: oldest }],
      { completely: false },
    );
    const verifier = new TokenVerifier(secretKey, { current: cut });
    await expect(verifier.verify(await issue())).rejects.toThrow(InvalidToken);
  });
});

describe('while LEDGER_SECRET_KEY is changed', () => {
  const [former, next, strange] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as Buffer[];
  const revocations = { current: listOf() };
  const issuedWith = async (ring: readonly Buffer[]): Promise<string> =>
    (await new TokenIssuer(ring).issue(shop)).accessToken;

  test('tokens made with either are accepted by all, and others by none', async () => {
    const rings = [[former!, next!] as const, [next!, former!] as const];
    for (const accepting of rings) {
      const verifier = new TokenVerifier(accepting, revocations);
      for (const making of rings) {
        const caller = await verifier.verify(await issuedWith(making));
        expect(caller).toEqual(shop);
      }
      await expect(verifier.verify(await issuedWith([strange!]))).rejects.toThrow(InvalidToken);
    }
  });

  test('tokens are made with the first alone', async () => {
    const token = await issuedWith([next!, former!]);
    await expect(new TokenVerifier(next!, revocations).verify(token)).resolves.toEqual(shop);
    await expect(new TokenVerifier(former!, revocations).verify(token)).rejects.toThrow(
      InvalidToken,
    );
  });
});
