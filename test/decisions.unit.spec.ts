import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Checks that all decision records have the same format, and that the index lists each of them. */
const folder = join(import.meta.dirname, '../docs/decisions');
const index = readFileSync(join(folder, 'README.md'), 'utf8');
const records = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

const layout = /^# (\d{4}) (\S.*)\n\nStatus: (\S.*)\n\n## Context\n\n\S/;

const wrongIn = ({ name, text }: { readonly name: string; readonly text: string }): string[] => {
  const [, number = '', title = '', status = ''] = layout.exec(text) ?? [];
  const superseding = /^superseded by \[(\d{4})\]\((\S+)\)$/.exec(status);
  const rules = {
    'begins with title, status and context': number !== '',
    'has its number as its file name':
      /^\d{4}-[a-z0-9-]+\.md$/.test(name) && name.startsWith(`${number}-`),
    'is accepted, or names the record that supersedes it':
      status === 'accepted' || records.some((other) => other.name === superseding?.[2]),
    'has a choice': text.includes('\n## Choice\n\n'),
    'is in the index': index.includes(`\n| [${number}](${name}) | ${title} | ${status} |\n`),
  };
  return Object.entries(rules)
    .filter(([, holds]) => !holds)
    .map(([rule]) => `${name}: ${rule}`);
};

describe('decision records', () => {
  test('have one format, and are in the index', () => {
    expect(records.flatMap(wrongIn)).toEqual([]);
  });

  test('are found wrong if they are', () => {
    const text = '# 0001 Toolchain\n\n## Context\n\nx\n';
    expect(wrongIn({ name: '0001-toolchain.md', text })).toHaveLength(5);
  });

  test('have every number, but for those that the index names as unused', () => {
    const numbers = records.map(({ name }) => Number(name.slice(0, 4)));
    const [, unused = ''] = /never used: ([\d, ]+)\./.exec(index) ?? [];
    const all = [...numbers, ...unused.split(', ').map(Number)].sort((a, b) => a - b);
    expect(all).toEqual(all.map((_, at) => at + 1));
  });
});
