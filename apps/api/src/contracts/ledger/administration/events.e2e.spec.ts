import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '#ledger';
import { expectProblem } from '../testing/problem.js';
import { useLedger } from '../testing/use-ledger.js';

const ledger = useLedger();

type Line = Readonly<Record<string, unknown>> & { readonly position: string };

const linesOf = (body: unknown): Line[] =>
  String(body)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('GET /v1/events', () => {
  test('gives every event of the own stores in log order, resumable from any of them', async () => {
    const { caller, store } = await ledger.clientOf([
      'orders:write',
      'captures:write',
      'audit:read',
    ]);
    const { id } = await ledger.register({ store }, caller);
    await ledger.register();
    await caller.post(`/v1/orders/${id}/captures`, { amount: 28500, reference: 'ship-1' });

    const answer = await caller.get('/v1/events');

    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe('application/x-ndjson');
    const lines = linesOf(answer.body);
    expect(lines.map(({ type }) => type)).toEqual([
      'OrderRegistered',
      'OrderAuthorized',
      'OrderCaptured',
    ]);
    expect(lines[2]).toEqual({
      position: expect.stringMatching(/^\d+$/),
      eventId: expect.stringMatching(/^[\da-f-]{36}$/),
      stream: `order-${id}`,
      revision: '2',
      orderId: id,
      type: 'OrderCaptured',
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      store,
      reference: 'ship-1',
      data: expect.objectContaining({ amount: 28500, outcome: 'settled' }),
      metadata: expect.objectContaining({ contract: 'ledger', action: 'capture' }),
      chain: expect.stringMatching(/^[\da-f]{64}$/),
    });
    expect(answer.headers.get('Ledger-Position')).toBe(lines[2]!.position);
    let chain = '';
    for (const { type, data, metadata, chain: claimed } of lines) {
      const text = chain + canonicalJson({ type, data, metadata });
      chain = createHash('sha256').update(text).digest('hex');
      expect(claimed).toBe(chain);
    }

    const rest = await caller.get(`/v1/events?after=${lines[0]!.position}&limit=1`);
    expect(linesOf(rest.body)).toEqual([lines[1]]);
    const none = await caller.get(`/v1/events?after=${lines[2]!.position}`);
    expect(none.body).toBeUndefined();
  });

  test('stays open as server-sent events, which resume by Last-Event-ID', async () => {
    const { caller, store } = await ledger.clientOf(['orders:write', 'audit:read']);
    await ledger.register({ store }, caller);
    const [first] = linesOf((await caller.get('/v1/events')).body);
    const leaving = new AbortController();
    const answer = await fetch(`${ledger.url}/v1/events`, {
      headers: {
        Authorization: caller.authorization,
        Accept: 'text/event-stream',
        'Last-Event-ID': first!.position,
      },
      signal: leaving.signal,
    });
    expect(answer.headers.get('Content-Type')).toBe('text/event-stream');
    await ledger.register({ store }, caller);

    let seen = '';
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      seen += chunk;
      if ((seen.match(/^id: /gm) ?? []).length >= 3) break;
    }
    leaving.abort();

    const types = [...seen.matchAll(/^data: (.*)$/gm)].map(
      ([, json]) => (JSON.parse(json!) as { type: string }).type,
    );
    expect(types).toEqual(['OrderAuthorized', 'OrderRegistered', 'OrderAuthorized']);
  });

  test.each(['x', '-1', '1.5', '9223372036854775808', ''])(
    'refuses %j as a position',
    async (after) => {
      const answer = await ledger.demo.get(`/v1/events?after=${after}`);
      expectProblem(answer, 400, 'VALIDATION_ERROR');
    },
  );

  test('refuses a position behind the end of the log, and tells where that is', async () => {
    await ledger.register();
    const answer = await ledger.demo.get('/v1/events?after=9223372036854775807');
    expectProblem(answer, 412, 'POSITION_NOT_REACHED');
    expect(answer.headers.get('Ledger-Position')).toMatch(/^\d+$/);
  });

  test('needs audit:read', async () => {
    const { caller } = await ledger.clientOf(['orders:read']);
    expectProblem(await caller.get('/v1/events'), 403, 'FORBIDDEN');
  });

  test('opens only so many feeds of one client', async () => {
    const { caller } = await ledger.clientOf(['audit:read']);
    const leaving = new AbortController();
    const open = async (): Promise<Response> =>
      fetch(`${ledger.url}/v1/events?follow=true`, {
        headers: { Authorization: caller.authorization },
        signal: leaving.signal,
      });
    const feeds = await Promise.all([open(), open(), open(), open()]);
    expect(feeds.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const fifth = await open();
    expect(fifth.status).toBe(429);
    expect(fifth.headers.get('Retry-After')).toBe('5');
    leaving.abort();
  });
});
