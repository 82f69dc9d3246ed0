/** The command was called with something it does not accept; ends the process with exit code 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
