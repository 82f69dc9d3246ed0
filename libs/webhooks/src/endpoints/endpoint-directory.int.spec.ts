import { describe, expect, test } from '@jest/globals';
import { usePostgres } from '../../../../test/support/postgres.js';
import { until } from '../../../../test/support/until.js';
import { webhookMigrations } from '../index.js';
import { webhookEvents } from '../messages/notification.js';
import { targetRefused } from '../sending/webhook-target.js';
import { EndpointDirectory, endpointsMax, type NewEndpoint } from './endpoint-directory.js';
import { EndpointSecretBox } from './secret-box.js';

const postgres = usePostgres(webhookMigrations);

test.each([
  ['HTTPS://Hooks.Example:443/a b', 'https://hooks.example/a%20b'],
  ['https://hooks.example/a\n\u001b[2J', 'https://hooks.example/a%1B[2J'],
  [' https://hooks.example ', 'https://hooks.example/'],
  ['https://hooks.example/\u202eegami', 'https://hooks.example/%E2%80%AEegami'],
])('the URL %j of an endpoint is kept as it is called: %s', async (url, kept) => {
  expect(targetRefused(url, { allowPrivateTargets: false })).toBeUndefined();
  const directory = new EndpointDirectory(postgres.pool, new EndpointSecretBox(new Uint8Array(32)));
  const created = await directory.create({
    ...{ kind: 'standard', url, stores: ['demo-se'], events: ['order.captured'] },
    ...{ createdBy: 'demo', beginsAfter: -1n },
  });
  expect(created).toMatchObject({ kind: 'created', endpoint: { url: kept } });
  expect(await directory.list()).toMatchObject([{ url: kept }]);
});

test('a URL whose parsed form is too long is refused', () => {
  const url = `https://hooks.example/${'å'.repeat(1_000)}`;
  expect(targetRefused(url, { allowPrivateTargets: false })).toBe('The URL is too long.');
});

test('endpoints made at the same time are no more than there may be', async () => {
  const directory = new EndpointDirectory(postgres.pool, new EndpointSecretBox(new Uint8Array(32)));
  const make = () =>
    directory.create({
      ...{ kind: 'standard', url: 'https://hooks.example', stores: ['demo-se'] },
      ...{ createdBy: 'demo', beginsAfter: 0n },
    });
  for (let made = 0; made < endpointsMax - 1; made += 1) await make();
  const other = await postgres.pool.connect();
  await other.query('BEGIN');
  await other.query(`
    INSERT INTO webhooks.endpoints (endpoint_id, kind, url, stores, event_types, created_by, created_at, begins_after, secret)
    SELECT gen_random_uuid(), kind, url, stores, event_types, created_by, created_at, begins_after, secret
    FROM webhooks.endpoints LIMIT 1`);
  let isOver = false;
  const late = make().finally(() => {
    isOver = true;
  });
  await until(async () => {
    const waiting = await postgres.pool.query(`
      SELECT FROM pg_locks WHERE NOT granted AND relation = 'webhooks.endpoints'::regclass`);
    return isOver || waiting.rowCount === 1;
  });
  await other.query('COMMIT');
  other.release();
  expect(await late).toEqual({ kind: 'too-many' });
});

describe('a creation with an idempotency key', () => {
  const box = new EndpointSecretBox(new Uint8Array(32).fill(7));
  const directory = (by = box): EndpointDirectory => new EndpointDirectory(postgres.pool, by);
  const ofAllEvents: NewEndpoint = {
    ...{ kind: 'standard', url: 'https://hooks.example/a', stores: ['a', 'b'] },
    ...{ description: 'Shop', createdBy: 'shop', beginsAfter: 5n, idempotencyKey: 'k-1' },
  };
  const request: NewEndpoint = { ...ofAllEvents, events: ['order.captured', 'order.refunded'] };
  const count = async (): Promise<number> => (await directory().list()).length;

  test('makes one endpoint, however often it is repeated, and shows the same secret', async () => {
    expect(await directory().findRepeated(request)).toBeUndefined();
    const created = await directory().create(request);
    expect(created).toMatchObject({ kind: 'created' });
    const repeated = { ...created, kind: 'repeated' };
    expect(await directory().findRepeated(request)).toEqual(repeated);
    expect(await directory().create({ ...request, beginsAfter: 900n })).toEqual(repeated);
    expect(await count()).toBe(1);
    const { rows } = await postgres.pool.query('SELECT begins_after FROM webhooks.endpoints');
    expect(rows).toEqual([{ begins_after: '5' }]);
  });

  test('makes one endpoint when it is sent many times at once', async () => {
    const created = await Promise.all(
      Array.from({ length: 8 }, async () => directory().create(request)),
    );
    const kinds = created.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['created', ...Array<string>(7).fill('repeated')]);
    const secrets = created.map((each) => 'secret' in each && each.secret);
    expect(new Set(secrets).size).toBe(1);
    expect(await count()).toBe(1);
  });

  test('is the same request whatever the order of its lists and the writing of its URL', async () => {
    await directory().create(request);
    const same: NewEndpoint = {
      ...request,
      ...{ url: 'HTTPS://Hooks.Example:443/a', stores: ['b', 'a', 'b'] },
      events: ['order.refunded', 'order.captured'],
    };
    expect(await directory().create(same)).toMatchObject({ kind: 'repeated' });
  });

  test.each([
    [{ url: 'https://hooks.example/b' }],
    [{ kind: 'walley' }],
    [{ stores: ['a'] }],
    [{ events: ['order.captured'] }],
    [{ description: 'Another' }],
  ] satisfies [Partial<NewEndpoint>][])(
    'is refused where the key was used with another request: %j',
    async (other) => {
      await directory().create(request);
      const reused = { ...request, ...other };
      expect(await directory().findRepeated(reused)).toEqual({ kind: 'key-reused' });
      expect(await directory().create(reused)).toEqual({ kind: 'key-reused' });
      expect(await count()).toBe(1);
    },
  );

  test('asks for all events, or for those of a list: in a release with more events these differ', async () => {
    const made = await directory().create(ofAllEvents);
    expect(made).toMatchObject({ endpoint: { events: webhookEvents } });
    expect(await directory().create(ofAllEvents)).toMatchObject({ kind: 'repeated' });
    const listed = { ...ofAllEvents, events: webhookEvents };
    expect(await directory().create(listed)).toEqual({ kind: 'key-reused' });
  });

  test('has its key for itself: other clients and requests without a key make more', async () => {
    const keyless: NewEndpoint = {
      ...{ kind: 'standard', url: request.url, stores: ['a'], events: ['order.captured'] },
      ...{ createdBy: 'shop', beginsAfter: 5n },
    };
    for (const next of [request, { ...request, createdBy: 'other' }, keyless, keyless]) {
      expect(await directory().create(next)).toMatchObject({ kind: 'created' });
    }
    expect(await count()).toBe(4);
  });

  test('shows the secret that signs after a rotation', async () => {
    const created = await directory().create(request);
    const { endpointId } = (created as { endpoint: { endpointId: string } }).endpoint;
    const rotated = await directory().rotateSecret(endpointId, 0);
    expect(await directory().create(request)).toEqual({ kind: 'repeated', ...rotated });
  });

  test('frees its key with the removal of the endpoint', async () => {
    const created = await directory().create(request);
    const { endpointId } = (created as { endpoint: { endpointId: string } }).endpoint;
    await directory().remove(endpointId);
    expect(await directory().findRepeated(request)).toBeUndefined();
    expect(await directory().create(request)).toMatchObject({ kind: 'created' });
  });

  test('is known although there can be no more endpoints', async () => {
    await directory().create(request);
    for (let made = 1; made < endpointsMax; made += 1) {
      await directory().create({ ...request, idempotencyKey: `more-${made}` });
    }
    expect(await directory().create(request)).toMatchObject({ kind: 'repeated' });
    const next = { ...request, idempotencyKey: 'one-too-many' };
    expect(await directory().create(next)).toEqual({ kind: 'too-many' });
  });

  test('says so where LEDGER_SECRET_KEY does not open the secret', async () => {
    await directory().create(request);
    const other = directory(new EndpointSecretBox(new Uint8Array(32)));
    expect(await other.create(request)).toEqual({
      kind: 'secret-unreadable',
      endpointId: expect.any(String),
    });
  });
});
