/** Settings that stop the process at start: one line each, naming what was found and what is allowed. */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';

  constructor(readonly complaints: readonly string[]) {
    super(`Wrong setting ${complaints.join('\nWrong setting ')}`);
  }
}
