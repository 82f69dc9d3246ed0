import { describe, expect, test } from '@jest/globals';
import { eventually, isReady, survivors } from '../support/system.js';
import { useSystem } from '../support/use-system.js';

const system = useSystem();

describe('a part that was killed', () => {
  test.each(['api', 'worker', 'event-node', 'postgres', 'postgres-server'] as const)(
    'is started again at the same address: %s',
    async (victim) => {
      const { url, eventStoreUrl, databaseUrl } = system.current.runFile;
      const former = await system.current.killRunning(victim);
      await eventually('it runs again', () => {
        const pid = system.current.pidIfRunning(victim);
        return (pid !== undefined && pid !== former) || undefined;
      });
      await eventually('all is ready again', async () => isReady(system.current.url));
      expect(system.current.runFile).toMatchObject({ url, eventStoreUrl, databaseUrl });
    },
  );

  test('leaves no second server behind', async () => {
    // Ready can be sooner than run.json: the API reaches a new server before the part that looks after it is entered.
    const pids = await eventually('every part of run.json runs', () => {
      const named = system.current.pids();
      return survivors(named).length === named.length ? named : undefined;
    });
    expect(await system.current.stop()).toBe(0);
    expect(survivors(pids)).toEqual([]);
  });
});
