/** Any number, but the same everywhere: it names the lock of the one rebuild. */
export const rebuildLock = 7_223_003;

/** Another rebuild holds the lock. Nothing was done. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';

  constructor() {
    super('Another rebuild of these read models is running');
  }
}
