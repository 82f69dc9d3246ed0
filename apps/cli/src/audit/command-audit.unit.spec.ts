import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { allCommands } from '../all-commands.js';
import { exitCode } from '../exit-code.js';
import { commandTarget, isRecorded, nameOf, outcomeOf } from './command-audit.js';

const allOfThem = async (): Promise<Command> => {
  const program = new Command('ledger');
  for (const command of await allCommands(() => undefined)) program.addCommand(command);
  return program;
};

const find = async (name: string): Promise<Command> => {
  const program = await allOfThem();
  return name
    .split(' ')
    .reduce((above, own) => above.commands.find((command) => command.name() === own)!, program);
};

const targetOf = async (name: string, args: readonly string[]) => {
  const command = (await find(name)).action(() => undefined);
  await command.parseAsync([...args], { from: 'user' });
  return commandTarget(name, command);
};

const settlementId = '0b7e0f3c-6d0e-4b57-9c1c-0d6c4a3f7e21';

test.each([
  [
    'client create',
    ['--id', 'shop', '--stores', 'a, b', '--scopes', 'admin'],
    { clientId: 'shop', stores: ['a', 'b'], scopes: ['admin'] },
  ],
  ['client remove', ['shop'], { clientId: 'shop' }],
  [
    'client key create',
    ['shop', '--kind', 'medusa', '--email', 'a@shop.example', '--password-file', 'p'],
    { clientId: 'shop', kind: 'medusa' },
  ],
  ['client key revoke', ['shop', 'k-1'], { clientId: 'shop', keyId: 'k-1' }],
  ['store zone', ['demo-se', 'UTC'], { store: 'demo-se', timeZone: 'UTC' }],
  [
    'store create',
    ['--id', 'a', '--segment', 'B2C', '--currency', 'SEK', '--name', 'Anna'],
    expect.not.objectContaining({ name: 'Anna' }),
  ],
  [
    'store create',
    ['--id', 'a', '--segment', 'B2C', '--currency', 'SEK', '--settlement', 'daily'],
    expect.objectContaining({ store: 'a', salesSegment: 'B2C', settlement: 'daily' }),
  ],
  ['webhook remove', ['w-1'], { endpointId: 'w-1' }],
  ['webhook replay', ['w-1', 'd-1'], { endpointId: 'w-1', deliveryId: 'd-1' }],
  [
    'settlement paid-out',
    [settlementId, '--reference', 'BG 1', '--date', '2026-03-31'],
    { settlementId, paidOn: '2026-03-31' },
  ],
  ['settlement correct', ['7', '--store', 'a', '--reason', 'x'], { number: 7, store: 'a' }],
  ['order repair', ['n-1', 'n-2', '--store', 'a'], { orders: ['n-1', 'n-2'], store: 'a' }],
  ['erase', ['--customer', 'anna@example.com', '--store', 'a'], { store: 'a' }],
])('`%s` is recorded with the names that the API has: %j', async (name, args, target) => {
  expect(await targetOf(name, args)).toEqual(target);
});

test('a command used wrongly is refused, one that broke off has failed', () => {
  expect(outcomeOf(exitCode.done, false)).toEqual({ outcome: 'done' });
  expect(outcomeOf(exitCode.usedWrongly, true)).toMatchObject({
    ...{ outcome: 'refused', code: 'VALIDATION_ERROR' },
  });
  expect(outcomeOf(exitCode.fault, false)).toEqual({ outcome: 'refused' });
  expect(outcomeOf(exitCode.fault, true)).toEqual({ outcome: 'failed' });
});

const withActions = (command: Command): Command[] => [
  ...(command.commands.length === 0 || command.name() === 'event-node' ? [command] : []),
  ...command.commands.flatMap(withActions),
];

test('every command says whether it is written into the audit trail', async () => {
  const program = await allOfThem();
  const names = program.commands.flatMap(withActions).map(nameOf);
  expect(names.filter((name) => !Object.hasOwn(isRecorded, name))).toEqual([]);
  expect(Object.keys(isRecorded).filter((name) => !names.includes(name))).toEqual([]);
});
