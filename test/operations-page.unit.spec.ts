import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsTable } from '#runtime';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'operations.md'), 'utf8');

describe('docs/operations.md', () => {
  test('has the table of settings as the schema writes it', () => {
    const [, between] = /<!-- settings: .* -->\n([^]*)<!-- end of settings -->/.exec(page) ?? [];
    expect(between?.trim()).toBe(settingsTable());
  });
});
