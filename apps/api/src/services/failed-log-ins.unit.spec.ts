import { expect, test } from '@jest/globals';
import type { RecordedAction } from '#event-log';
import { FailedLogIns } from './failed-log-ins.js';

const recorded = () => {
  const entries: RecordedAction[] = [];
  const failures: unknown[] = [];
  let isAway = false;
  const logIns = new FailedLogIns({
    clients: { find: (id) => Promise.resolve(id === 'shop' ? ({} as never) : undefined) },
    actions: {
      record: (action) => {
        if (isAway) return Promise.reject(new Error('away'));
        entries.push(action);
        return Promise.resolve();
      },
    },
    logger: { warn: (failure: unknown) => void failures.push(failure) } as never,
  });
  const setAway = (away: boolean): void => {
    isAway = away;
  };
  return { logIns, entries, failures, setAway };
};

test('wrong secrets are one entry a minute, by client and address, the most frequent first', async () => {
  const { logIns, entries } = recorded();
  for (let times = 0; times < 500; times += 1) logIns.add({ clientId: 'shop' }, '10.0.0.1');
  logIns.add({ clientId: 'shop' }, '10.0.0.2');
  logIns.add({ clientId: 'my secret pass phrase' }, '10.0.0.2');
  logIns.add({ means: 'akinon log-in' }, '10.0.0.2');
  await logIns.flush();
  await logIns.flush();
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    ...{ action: 'log-in failed', outcome: 'seen', by: 'nobody', from: 'several' },
    target: {
      attempts: [
        'shop from 10.0.0.1: 500',
        'shop from 10.0.0.2: 1',
        '(unknown client) from 10.0.0.2: 1',
        '(akinon log-in) from 10.0.0.2: 1',
      ],
      others: 0,
    },
  });
});

test('a flood of clients and addresses is no longer an entry than twenty of them', async () => {
  const { logIns, entries } = recorded();
  for (let at = 0; at < 5_000; at += 1)
    logIns.add({ clientId: `client-${at}` }, `10.0.${at % 250}.1`);
  await logIns.flush();
  const { attempts, others } = entries[0]!.target as { attempts: string[]; others: number };
  expect(attempts).toHaveLength(20);
  expect(others).toBe(4_980);
});

test('what cannot be recorded is told in the log, ends nothing, and is recorded later', async () => {
  const { logIns, entries, failures, setAway } = recorded();
  setAway(true);
  logIns.add({ clientId: 'shop' }, '10.0.0.1');
  await logIns.flush();
  expect([entries.length, failures.length]).toEqual([0, 1]);
  setAway(false);
  logIns.add({ clientId: 'shop' }, '10.0.0.1');
  await logIns.flush();
  expect(entries).toMatchObject([{ target: { attempts: ['shop from 10.0.0.1: 2'], others: 0 } }]);
});
