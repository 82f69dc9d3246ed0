import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Pool } from 'pg';
import { usePostgres } from '../../../../test/support/postgres.js';
import { EndpointDirectory } from '../endpoints/endpoint-directory.js';
import type { NewEndpoint } from '../endpoints/endpoint-directory.js';
import { EndpointSecretBox } from '../endpoints/secret-box.js';
import type { Notification } from '../messages/notification.js';
import { webhookMigrations } from '../index.js';
import { Outbox, OutboxMoved } from '../outbox/outbox.js';
import { aNotification, uuidOf } from '../testing/a-notification.js';
import { makeEndpoint, signatures, signedBy, writeMessages } from '../testing/test-webhooks.js';
import type { AttemptOutcome } from './delivery.js';
import { Deliverer, type SignedRequest } from './deliverer.js';
import { DeliveryLog, pruneDeliveries } from './delivery-log.js';
import { DeliveryQueue } from './delivery-queue.js';
const postgres = usePostgres(webhookMigrations);
const box = new EndpointSecretBox(new Uint8Array(32).fill(7));

let clock: Date;
let sent: SignedRequest[];
let answer: (request: SignedRequest) => AttemptOutcome | Promise<AttemptOutcome>;

const now = (): Date => clock;
const pass = (seconds: number): void => {
  clock = new Date(clock.getTime() + seconds * 1_000);
};
const ok: AttemptOutcome = { kind: 'answered', status: 204 };
const broken: AttemptOutcome = { kind: 'answered', status: 500 };

beforeEach(() => {
  clock = new Date('2026-11-20T10:00:00.000Z');
  sent = [];
  answer = () => ok;
});

const endpoints = (): EndpointDirectory => new EndpointDirectory(postgres.pool, box, now);
const outbox = (): Outbox => new Outbox(postgres.pool, now);
const log = (): DeliveryLog => new DeliveryLog(postgres.pool, now);

const deliverer = (
  limits = { attemptsMax: 8, attemptsPerEndpointMax: 4 },
  pool = postgres.pool,
): Deliverer =>
  new Deliverer(new DeliveryQueue(pool), {
    ...limits,
    box,
    live: false,
    now,
    send: async (request) => {
      sent.push(request);
      return answer(request);
    },
    onUnrecorded: (error) => {
      throw error;
    },
  });

/** Attempts due deliveries until none is due. */
const deliver = async (by = deliverer()): Promise<void> => {
  while ((await by.begin()) > 0) await by.idle();
};

const listen = (some: Partial<NewEndpoint> = {}): ReturnType<typeof makeEndpoint> =>
  makeEndpoint(endpoints(), some);

const idOf = async (listening: ReturnType<typeof listen>): Promise<string> =>
  (await listening).endpoint.endpointId;

const write = (...events: readonly Notification[]): Promise<number> =>
  writeMessages(outbox(), events);

const positionsSent = (): string[] =>
  sent.map(({ body }) => (JSON.parse(body) as { data: { position: string } }).data.position);

const states = async (endpointId: string): Promise<string[]> =>
  (await log().list({ endpointId, limit: 100 }))
    .toReversed()
    .map(({ position, status, attempts }) => `${position} ${status} ${attempts}`);

describe('the outbox', () => {
  test('stands still while there is nobody to tell', async () => {
    expect(await outbox().begin()).toBeUndefined();
  });

  test('begins where the first endpoint does', async () => {
    await listen({ beginsAfter: 40n });
    expect(await outbox().begin()).toBe(40n);
  });

  test('holds an event once for each endpoint that it concerns', async () => {
    const all = await idOf(listen());
    const late = await idOf(listen({ beginsAfter: 2n }));
    const refunds = await idOf(listen({ events: ['order.refunded'] }));
    const elsewhere = await idOf(listen({ stores: ['other'] }));

    await write(aNotification({ position: 1 }), aNotification({ position: 3 }));

    expect(await states(all)).toEqual(['1 pending 0', '3 pending 0']);
    expect(await states(late)).toEqual(['3 pending 0']);
    expect(await states(refunds)).toEqual([]);
    expect(await states(elsewhere)).toEqual([]);
  });

  test('is not written twice: a page that another worker wrote changes nothing', async () => {
    const id = await idOf(listen());
    expect(await outbox().begin()).toBe(0n);
    const listeners = await outbox().listeners();
    const page = { after: 0n, position: 5n, listeners, events: [aNotification({ position: 4 })] };
    await outbox().write(page);

    await expect(outbox().write(page)).rejects.toThrow(OutboxMoved);

    expect(await states(id)).toEqual(['4 pending 0']);
    expect(await outbox().begin()).toBe(5n);
  });

  test('is written as a whole or not at all', async () => {
    const id = await idOf(listen());
    const good = aNotification({ position: 1 });
    const bad = { ...good, logged: { ...good.logged, eventId: 'no uuid' } };

    await expect(write(good, bad)).rejects.toThrow();

    expect(await states(id)).toEqual([]);
    expect(await outbox().begin()).toBe(0n);
  });
});

describe('deliveries', () => {
  test('of one order come in order, and a failing one holds back those behind it alone', async () => {
    const id = await idOf(listen());
    const [a, b] = [uuidOf(1001), uuidOf(1002)];
    await write(
      aNotification({ position: 1, order: a }),
      aNotification({ position: 2, order: a }),
      aNotification({ position: 3, order: b }),
      aNotification({ position: 4, order: a }),
    );
    answer = ({ body }) => (body.includes('"position":"1"') ? broken : ok);

    await deliver();

    expect(positionsSent().toSorted()).toEqual(['1', '3']);
    expect(await states(id)).toEqual([
      '1 pending 1',
      '2 pending 0',
      '3 delivered 1',
      '4 pending 0',
    ]);

    sent = [];
    answer = () => ok;
    pass(4);
    await deliver();
    expect(positionsSent()).toEqual([]);
    pass(1);
    await deliver();
    expect(positionsSent()).toEqual(['1', '2', '4']);
  });

  test('that were put off with another wait behind it, also those that come meanwhile', async () => {
    const endpointId = await idOf(listen());
    answer = () => broken;
    await write(aNotification({ position: 1 }));
    await deliver();
    await write(aNotification({ position: 2 }), aNotification({ position: 3 }));
    await deliver();
    expect(positionsSent()).toEqual(['1']);

    // All three deliveries have the time of the next attempt of the first one. So the deliverer
    // does not look at the other two before the first one can be attempted again.
    const listed = await log().list({ endpointId, limit: 10 });
    expect(new Set(listed.map(({ nextAttemptAt }) => nextAttemptAt))).toEqual(
      new Set(['2026-11-20T10:00:05.000Z']),
    );
    answer = () => ok;
    pass(5);
    await deliver();
    expect(positionsSent()).toEqual(['1', '1', '2', '3']);
  });

  test('are tried at the documented times, then dead, and then let the next one go', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }), aNotification({ position: 2 }));
    answer = ({ body }) => (body.includes('"position":"1"') ? broken : ok);
    for (const seconds of [0, 5, 10, 180, 3_600, 14_400, 28_800, 57_600]) {
      pass(seconds);
      await deliver();
    }
    expect(await states(id)).toEqual(['1 pending 8', '2 pending 0']);

    pass(86_400);
    await deliver();

    expect(await states(id)).toEqual(['1 dead 9', '2 delivered 1']);
    expect(positionsSent()).toHaveLength(10);
  });

  test('that are dead can be found and replayed, with the same id', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    answer = () => ({ kind: 'failed', reason: 'nobody there' });
    for (let attempts = 0; attempts < 9; attempts += 1) {
      await deliver();
      pass(86_400);
    }
    const [dead] = await log().list({ endpointId: id, status: 'dead', limit: 10 });
    expect(dead).toMatchObject({ attempts: 9, lastError: 'nobody there' });

    answer = () => ok;
    expect(await log().replay(id, dead!.deliveryId)).toMatchObject({ kind: 'replayed' });
    expect(await log().replay(id, dead!.deliveryId)).toEqual({ kind: 'pending' });
    expect(await log().replay(uuidOf(1), dead!.deliveryId)).toEqual({ kind: 'not-found' });
    await deliver();

    expect(await states(id)).toEqual(['1 delivered 1']);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([`evt_${uuidOf(1)}`]),
    );
  });

  test('are made again after a crash within an attempt, and a lost attempt records nothing', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    const queue = new DeliveryQueue(postgres.pool);
    const room = { claimsMax: 1, attemptsPerEndpointMax: 1, underWay: new Map<string, number>() };
    const [lost] = await queue.claim(clock, room);
    expect(await queue.claim(clock, room)).toEqual([]);

    pass(61);
    await deliver();
    expect(positionsSent()).toEqual(['1']);
    await queue.settle(lost!, broken, clock);

    expect(await states(id)).toEqual(['1 delivered 2']);
  });

  test('under way are not made a second time because one before them was replayed', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    await deliver();
    await write(aNotification({ position: 2 }));
    const queue = new DeliveryQueue(postgres.pool);
    const claim = async () =>
      queue.claim(clock, { claimsMax: 8, attemptsPerEndpointMax: 4, underWay: new Map() });
    expect(await claim()).toHaveLength(1);
    const [first] = await log().list({ endpointId: id, status: 'delivered', limit: 1 });
    await log().replay(id, first!.deliveryId);

    const [failing] = await claim();
    await queue.settle(failing!, broken, clock);
    pass(5);
    const [again] = await claim();
    await queue.settle(again!, ok, clock);

    expect(await claim()).toEqual([]);
    expect(await states(id)).toEqual(['1 delivered 2', '2 pending 1']);
  });

  test('that a stopping worker broke off are due at once, and it does not count', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }), aNotification({ position: 2 }));
    for (let attempts = 0; attempts < 8; attempts += 1) {
      answer = () => broken;
      await deliver();
      pass(86_400);
    }
    answer = () => ({ kind: 'broken-off' });
    const stopping = deliverer();
    await stopping.begin();
    await stopping.idle();
    expect(await states(id)).toEqual(['1 pending 8', '2 pending 0']);

    sent = [];
    answer = () => ok;
    await deliver();
    expect(positionsSent()).toEqual(['1', '2']);
    expect(await states(id)).toEqual(['1 delivered 9', '2 delivered 1']);
  });

  test('are bounded at once, in all and for each endpoint', async () => {
    await listen({ url: 'https://a.example.com/' });
    await listen({ url: 'https://b.example.com/' });
    await write(
      ...Array.from({ length: 6 }, (_, index) =>
        aNotification({ position: index + 1, order: uuidOf(2_000 + index) }),
      ),
    );
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    answer = async () => opened.then(() => ok);
    const bounded = deliverer({ attemptsMax: 3, attemptsPerEndpointMax: 2 });

    await bounded.begin();
    expect(await bounded.begin()).toBe(0);

    expect(sent).toHaveLength(3);
    open();
    await bounded.idle();
    await deliver(bounded);
    expect(sent).toHaveLength(12);
  });

  test('are signed with both secrets during a rotation, then with the new one alone', async () => {
    const { endpoint, secret: former } = await listen();
    const rotated = await endpoints().rotateSecret(endpoint.endpointId, 24);
    expect(rotated?.endpoint.formerSecretUntil).toBe('2026-11-21T10:00:00.000Z');
    await write(aNotification({ position: 1 }));
    await deliver();
    pass(86_401);
    await write(aNotification({ position: 2 }));
    await deliver();
    await pruneDeliveries(postgres.pool, { now: clock, retentionDays: 30 });
    const kept = await postgres.pool.query('SELECT former_secret FROM webhooks.endpoints');
    expect(kept.rows).toEqual([{ former_secret: null }]);

    const current = rotated!.secret;
    expect(sent.map(signatures)).toEqual([
      [signedBy(current, sent[0]!), signedBy(former, sent[0]!)],
      [signedBy(current, sent[1]!)],
    ]);
  });

  test('are signed with every secret whose hours are not over, however often it was rotated', async () => {
    const { endpoint, secret: first } = await listen();
    const rotate = async (hours: number): Promise<string> =>
      (await endpoints().rotateSecret(endpoint.endpointId, hours))!.secret;
    const send = async (position: number): Promise<SignedRequest> => {
      await write(aNotification({ position }));
      await deliver();
      await pruneDeliveries(postgres.pool, { now: clock, retentionDays: 30 });
      return sent.at(-1)!;
    };
    const lost = await rotate(24);
    pass(60);
    const shown = await rotate(1);
    const both = await send(1);
    pass(3_601);
    const { formerSecretUntil } = (await endpoints().find(endpoint.endpointId))!;
    expect(formerSecretUntil).toBe('2026-11-21T10:00:00.000Z');
    const later = await send(2);
    const leaked = await rotate(0);
    const alone = await send(3);
    const many = [leaked];
    for (let n = 0; n < 10; n += 1) many.push(await rotate(24));
    const last = await send(4);
    const next = [await rotate(1)];
    pass(3_601);
    next.unshift(await rotate(24));
    const afterOneEnded = await send(5);

    expect([both, later, alone, last, afterOneEnded].map(signatures)).toEqual([
      [shown, lost, first].map((secret) => signedBy(secret, both)),
      [shown, first].map((secret) => signedBy(secret, later)),
      [signedBy(leaked, alone)],
      many
        .slice(-9)
        .reverse()
        .map((secret) => signedBy(secret, last)),
      [...next, ...many.slice(-8, -1).reverse()].map((secret) => signedBy(secret, afterOneEnded)),
    ]);
  });

  test('are signed with the new secret alone if the former one cannot be decrypted', async () => {
    const { endpoint } = await listen();
    const lostKey = new EndpointSecretBox(new Uint8Array(32).fill(8));
    await postgres.pool.query('UPDATE webhooks.endpoints SET secret = $1', [
      lostKey.seal('whsec_lost', endpoint.endpointId),
    ]);
    await write(aNotification({ position: 1 }));
    await deliver();
    expect(sent).toEqual([]);
    const { secret } = (await endpoints().rotateSecret(endpoint.endpointId, 24))!;
    pass(3_600);
    await deliver();
    expect(sent.map(signatures)).toEqual([[signedBy(secret, sent[0]!)]]);
  });

  test('stop when the endpoint is removed, and are deleted with it', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    expect(await endpoints().remove(id)).toBe(true);
    expect(await endpoints().remove(id)).toBe(false);

    await deliver();
    expect(sent).toEqual([]);
    const [left] = await log().list({ endpointId: id, limit: 1 });
    expect(await log().replay(id, left!.deliveryId)).toEqual({ kind: 'not-found' });
    clock = new Date(Date.now() + 120_000);
    await pruneDeliveries(postgres.pool, { now: clock, retentionDays: 30 });

    const { rows } = await postgres.pool.query('SELECT FROM webhooks.endpoints');
    expect(rows).toEqual([]);
  });

  test('are deleted when they were over for long, those that are pending never', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    await deliver();
    answer = () => broken;
    await write(aNotification({ position: 2 }));
    await deliver();

    const prune = async (days: number): Promise<boolean> =>
      pruneDeliveries(postgres.pool, {
        now: new Date(clock.getTime() + days * 86_400_000),
        retentionDays: 30,
      });
    await prune(29);
    expect(await states(id)).toHaveLength(2);
    expect(await prune(31)).toBe(false);
    expect(await states(id)).toEqual(['2 pending 1']);
  });
});

describe('when the database is away for a moment', () => {
  /**
   * A pool on which the first `calls` statements that fulfil `isOne` are executed and then
   * rejected, as if the connection had broken before the answer.
   */
  const failing = (calls: number, isOne: (text: string) => boolean): Pool => {
    let left = calls;
    const query = async (text: string, values: unknown[]): Promise<unknown> => {
      const result = await postgres.pool.query(text, values);
      if (!isOne(text) || left === 0) return result;
      left -= 1;
      throw new Error('Connection terminated unexpectedly');
    };
    return { query } as unknown as Pool;
  };

  test('an outcome is recorded when it is back', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }), aNotification({ position: 2 }));
    await deliver(
      deliverer(
        undefined,
        failing(2, (text) => text.includes('finished_at = $4')),
      ),
    );
    expect(await states(id)).toEqual(['1 delivered 1', '2 delivered 1']);
  });

  test('what was claimed without an answer is claimed again', async () => {
    const id = await idOf(listen());
    await write(aNotification({ position: 1 }));
    const by = deliverer(
      undefined,
      failing(1, (text) => text.includes('WITH due')),
    );
    await expect(by.begin()).rejects.toThrow('terminated');
    expect(sent).toEqual([]);
    await deliver(by);
    expect(positionsSent()).toEqual(['1']);
    expect(await states(id)).toEqual(['1 delivered 1']);
  });
});
