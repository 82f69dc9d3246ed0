import { afterAll, beforeAll } from '@jest/globals';
import { RunningSystem, type SystemOptions } from './system.js';

/** The system that the tests of a spec file use. */
export interface SystemInUse {
  /**
   * The running system. A test may stop it and assign a new one that was started on the same data.
   */
  current: RunningSystem;
}

/**
 * Starts a system for this spec file. At the end of the file the current system is stopped and its
 * data are removed.
 */
export const useSystem = (options?: SystemOptions): SystemInUse => {
  let system: RunningSystem | undefined;
  beforeAll(async () => {
    system = await RunningSystem.start(options);
  });
  afterAll(async () => {
    await system?.stop();
    system?.remove();
  });
  return {
    get current() {
      if (system === undefined) throw new Error('The system runs only within tests.');
      return system;
    },
    set current(next) {
      system = next;
    },
  };
};
