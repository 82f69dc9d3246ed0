import { eventually, isReady } from '../../support/system.js';
import type { RunningSystem, Victim } from '../../support/system.js';

/** Kills a process. Waits until its replacement runs and the API is ready again. */
export const killAndRecover = async (system: RunningSystem, victim: Victim): Promise<void> => {
  const killed = await system.killRunning(victim);
  await eventually(`${victim} is restarted`, () => {
    const pid = system.pidIfRunning(victim);
    return (pid !== undefined && pid !== killed) || undefined;
  });
  await eventually(`ready after ${victim} was killed`, () => isReady(system.url));
};
