import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { allCommands } from '../apps/cli/src/all-commands.js';
import { settingsTable } from '#runtime';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'operations.md'), 'utf8');

describe('docs/operations.md', () => {
  test('has the table of settings as the schema writes it', () => {
    const [, between] = /<!-- settings: .* -->\n([^]*)<!-- end of settings -->/.exec(page) ?? [];
    expect(between?.trim()).toBe(settingsTable());
  });

  test('has every command of the CLI in its table, and no other', async () => {
    const programs = await allCommands(() => undefined);
    const commands = programs.flatMap((command) => namesOf(command));
    const shown = shownCommands(programs.map((command) => command.name()));
    const isShown = (command: string) => shown.some((text) => beginsWith(text, command));
    // Only `up` starts the embedded PostgreSQL. The help leaves this command out as well.
    expect(commands.filter((command) => !isShown(command))).toEqual(['postgres']);
    const isCommand = (text: string) => commands.some((command) => beginsWith(text, command));
    expect(shown.filter((text) => !isCommand(text))).toEqual([]);
  });
});

/** The full names of a command and its subcommands, such as `client key create`. */
const namesOf = (command: Command, before = ''): string[] => {
  const name = `${before}${command.name()}`;
  const below = command.commands.flatMap((subcommand) => namesOf(subcommand, `${name} `));
  // `event-node` has subcommands and can also be called without one; it alone needs both names.
  return command.commands.length === 0 || name === 'event-node' ? [name, ...below] : below;
};

const beginsWith = (text: string, command: string): boolean => `${text} `.startsWith(`${command} `);

/**
 * The commands in the first column of the table. In `webhook list`, `remove <id>`, the second text
 * continues the group of the first, so its group is added.
 */
const shownCommands = (groups: readonly string[]): string[] =>
  page
    .split('\n')
    .filter((line) => /^\| `npx ledger (?!--)/.test(line))
    .flatMap((line) => {
      const texts = [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, text]) =>
        (text ?? '').replace('npx ledger ', ''),
      );
      const [group = ''] = texts[0]?.split(' ') ?? [];
      return texts.map((text) =>
        groups.some((name) => beginsWith(text, name)) ? text : `${group} ${text}`,
      );
    });
