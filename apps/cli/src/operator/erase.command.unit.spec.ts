import { expect, test } from '@jest/globals';
import { WrongUsage } from '../exit-code.js';
import { eraseCommand } from './erase.command.js';

test.each([
  [['--again', 'erasures.json', '--customer', 'anna@example.com']],
  [['--again', 'erasures.json', '--order', '1001']],
  [['--again', 'erasures.json', '--store', 'demo-se']],
  [['--again', 'erasures.json', '--list']],
  [['--list', '--customer', 'anna@example.com']],
  [['--list', '--key', '00000000-0000-4000-8000-000000000000']],
])('erase %j is refused, because one of the options would be ignored', async (args) => {
  const erased = eraseCommand(() => undefined).parseAsync(args, { from: 'user' });
  await expect(erased).rejects.toThrow(WrongUsage);
  await expect(erased).rejects.toThrow(
    /^(--again takes the persons to erase from the file alone|--list erases nobody)/,
  );
});
