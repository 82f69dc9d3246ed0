/** Another rebuild holds the lock. Nothing was done. */
export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';

  constructor() {
    super('Another rebuild of these read models is running');
  }
}
