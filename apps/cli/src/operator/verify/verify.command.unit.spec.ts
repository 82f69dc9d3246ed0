import { expect, test } from '@jest/globals';
import { exportCommand } from '../export.command.js';
import { WrongUsage } from '../../exit-code.js';
import { verifyCommand } from './verify.command.js';

const unknown = '00000000-0000-4000-8000-000000000000';

const quietly = { writeErr: () => undefined };

const run = (command: typeof verifyCommand, args: readonly string[]): Promise<unknown> =>
  command(() => undefined)
    .exitOverride()
    .configureOutput(quietly)
    .parseAsync([...args], { from: 'user' });

test.each([
  [['--seal', 'x']],
  [['--export', 'here', '--manifest', 'x']],
  [['--manifest', 'f'.repeat(64)]],
  [['--export', 'here', '--order', unknown]],
  [['--order', unknown, '--seal', 'f'.repeat(64)]],
  [['--certificate', 'file.json']],
  [['--seal', 'f'.repeat(64), '--certificate', 'no-such-folder/file.json']],
])('verify %j is used wrongly', async (args) => {
  await expect(run(verifyCommand, args)).rejects.toThrow(WrongUsage);
});

test('what neither command knows is used wrongly', async () => {
  await expect(run(verifyCommand, ['something'])).rejects.toThrow('too many arguments');
  await expect(run(exportCommand, [])).rejects.toThrow('missing required argument');
});
