import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { OrderRepository } from '#event-log';
import type { Gateway, GatewayBacklog } from '#gateway';
import type { Order } from '#ledger';
import {
  capture,
  orderOf,
  registerCard,
  settle,
} from '../../../../libs/ledger/src/testing/index.js';
import { GatewayWorkMetrics } from './gateway-work-metrics.js';
import { GatewayWorker } from './gateway-work.js';

const requested = capture('remaining', {}, { key: 'all' });
const waiting = orderOf([registerCard(), requested]);
const settled = orderOf([registerCard(), requested, settle(requested.actionId)]);

/** A worker whose gateway has made the capture, but whose log refuses to record the outcome. */
const workerOf = (orders: readonly Order[]) => {
  const asked = { gateway: 0, log: 0 };
  const gateway: unknown = {
    capture: async () => {
      if ((asked.gateway += 1) > 3) throw new Error('It is asked over and over.');
      return Promise.resolve({ kind: 'done', value: { status: 'succeeded' } });
    },
  };
  const repository: unknown = {
    load: async () => Promise.resolve({ order: orders[asked.log++] ?? orders.at(-1) }),
    execute: async () =>
      Promise.resolve({ kind: 'rejected', code: 'ORDER_HISTORY_FULL', message: 'Full.' }),
  };
  const backlog: Pick<GatewayBacklog, 'status'> = { status: () => Promise.reject(new Error()) };
  const metrics = new GatewayWorkMetrics(new Registry(), backlog as GatewayBacklog);
  const [cards, log] = [gateway as Gateway, repository as OrderRepository];
  return { asked, worker: new GatewayWorker(cards, log, metrics) };
};

const { signal } = new AbortController();
const { orderId } = waiting.balance;

test('an outcome that the order refuses is a doubt, and not asked for again at once', async () => {
  const { asked, worker } = workerOf([waiting]);
  expect(await worker.work({ orderId }, signal)).toMatchObject({ reason: 'contradiction' });
  expect(asked.gateway).toBe(1);
});

test('an outcome that another worker has recorded meanwhile is no doubt', async () => {
  const { worker } = workerOf([waiting, settled]);
  expect(await worker.work({ orderId }, signal)).toBe('finished');
});
