import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

/** Checks rules for the names, sizes and texts of source files that ESLint cannot check. */
const root = join(import.meta.dirname, '..');
const folders = ['apps', 'libs', 'test', 'docs'];
const forbiddenNames = /(^|[-.])(utils?|helpers?|common|manager|base|misc)([-.]|$)/;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const read = (path: string): Source => {
  const text = readFileSync(path, 'utf8');
  return { path: relative(root, path), text, lines: text.split('\n').length - 1 };
};

const sources = folders.flatMap((folder) => walk(join(root, folder))).map(read);
/**
 * This file is generated from openapi.yaml and not kept in git, so the rules do not apply to it.
 */
const made = 'apps/console/src/api/openapi.ts';
const code = sources.filter(({ path }) => /\.tsx?$/.test(path) && path !== made);
const production = code.filter(
  ({ path }) => !/\.spec\.ts$|\/testing\/|\/support\/|^test\//.test(path),
);

const offending = (files: readonly Source[], pattern: RegExp): string[] =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('the sources', () => {
  test('name files after what they export, never after a drawer', () => {
    expect(
      code.map(({ path }) => path).filter((path) => forbiddenNames.test(basename(path))),
    ).toEqual([]);
  });

  // The median may be as high as 105 lines, because code that is read together is kept in one file.
  test('stay small: median within 105 lines, 95 of 100 within 250, none above 400', () => {
    const sizes = production.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(105);
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThanOrEqual(250);
    expect(production.filter(({ lines }) => lines > 400).map(({ path }) => path)).toEqual([]);
  });

  test('say in the file name what kind of test they are', () => {
    const specs = code.filter(({ path }) => path.includes('.spec.'));
    expect(
      specs.map(({ path }) => path).filter((path) => !/\.(unit|int|e2e)\.spec\.ts$/.test(path)),
    ).toEqual([]);
  });

  test('leave nothing for later and skip nothing', () => {
    // browser.ts is exempt, because it skips the specs that need a browser if the machine has none.
    const exempt = ['test/source-rules.unit.spec.ts', 'test/console/browser.ts'];
    const others = code.filter(({ path }) => !exempt.includes(path));
    expect(offending(others, /\b(TODO|FIXME|HACK)\b/)).toEqual([]);
    expect(offending(others, /\b(test|it|describe)\.(skip|only)\b|\bxit\(|\bfit\(/)).toEqual([]);
    expect(offending(production, /\bconsole\.(log|debug)\b/)).toEqual([]);
  });

  test('read every page of a table where a page that is too long throws', () => {
    const limited = production.filter(({ text }) => /LIMIT (\$\d|\$\{sql\.place)/.test(text));
    const queries = limited.filter(({ path }) => path.startsWith('libs/read-models/'));
    expect(queries.length).toBeGreaterThan(0);
    expect(
      queries.filter(({ text }) => !text.includes('readPage')).map(({ path }) => path),
    ).toEqual([]);
  });

  test.each([
    ['decision records', /^docs\/decisions\/(\d{4})-/],
    ['migrations of each library', /^(libs\/[a-z-]+\/src\/migrations\/\d{4})-.*\.sql$/],
  ])('give each number to one file: %s', (_, numbered) => {
    const numbers = sources.flatMap(({ path }) => numbered.exec(path)?.[1] ?? []);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
  });

  test('name decision records that are there, each with its number as its heading', () => {
    const records = sources.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
    const numberOf = (path: string): string => basename(path).slice(0, 4);
    const known = new Set(records.map(({ path }) => numberOf(path)));
    const cited = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/docs\/decisions\/(\d{4})/g)].map(([, number = '']) => ({ path, number })),
    );
    expect(cited.filter(({ number }) => !known.has(number))).toEqual([]);
    expect(
      records
        .filter(({ path, text }) => !text.startsWith(`# ${numberOf(path)}`))
        .map((r) => r.path),
    ).toEqual([]);
  });

  test('silence the linter only with a reason on the same line', () => {
    const lines = code.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => line.includes('eslint-' + 'disable'))
        .map((line) => ({ path, line })),
    );
    expect(lines.filter(({ line }) => !/ -- \S/.test(line))).toEqual([]);
  });
});
