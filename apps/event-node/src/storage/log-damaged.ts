/** What the log holds cannot be what was written: the node goes no further. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';

  constructor(file: string, offset: number, what: string) {
    super(`The event log is damaged: ${file} at offset ${offset}: ${what}`);
  }
}
