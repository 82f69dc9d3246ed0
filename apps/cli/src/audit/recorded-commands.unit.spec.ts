import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { allCommands } from '../all-commands.js';
import { nameOf } from './command-audit.js';
import { isRecorded } from './recorded-commands.js';

const withActions = (command: Command): Command[] => [
  ...(command.commands.length === 0 || command.name() === 'event-node' ? [command] : []),
  ...command.commands.flatMap(withActions),
];

test('every command says whether it is written into the audit trail', () => {
  const program = new Command('ledger');
  for (const command of allCommands(() => undefined)) program.addCommand(command);
  const names = program.commands.flatMap(withActions).map(nameOf);
  expect(names.filter((name) => !Object.hasOwn(isRecorded, name))).toEqual([]);
  expect(Object.keys(isRecorded).filter((name) => !names.includes(name))).toEqual([]);
});
