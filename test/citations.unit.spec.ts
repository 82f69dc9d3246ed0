import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** Checks that comments and pages refer only to pages and sections that exist. */
const root = join(import.meta.dirname, '..');

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const pages = [...filesIn('docs', /\.md$/), ...readdirSync(root).filter((n) => n.endsWith('.md'))]
  .map((path) => (path.startsWith('/') ? path : join(root, path)))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const headingsOf = (text: string): string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map(
    ([, title = '']) => title,
  );

/** Returns the anchor that GitHub makes of a heading: `The event log` becomes `the-event-log`. */
const anchorOf = (title: string): string =>
  title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const shown = (path: string): string => relative(root, path);

describe('comments cite pages of this repository', () => {
  const titles = new Map<string, string[]>();
  for (const { path, text } of pages)
    titles.set(basename(path), [...(titles.get(basename(path)) ?? []), ...headingsOf(text)]);
  // SQL files are not checked. A wrong reference there could not be corrected, because databases
  // refuse a migration whose checksum has changed.
  const sources = ['apps', 'libs', 'test'].flatMap((folder) => filesIn(folder, /\.(ts|mjs)$/));

  /**
   * Matches a reference to a page, such as `audit.md`, and possibly to a section of it, in
   * quotation marks. A line break may separate the two.
   */
  const cited = /([\w-]+\.md)\b(?:,[\s*/-]*"([^"]+)")?/g;

  test('by the name of a page, and of a section that it has', () => {
    const lost = sources.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(cited)]
        .filter(([, page = '', section]) => {
          const has = titles.get(page);
          const title = section?.replace(/\s*\n[\s*/-]*/g, ' ');
          return has === undefined || (title !== undefined && !has.includes(title));
        })
        .map(([text]) => `${shown(path)}: ${text}`),
    );
    expect(lost).toEqual([]);
  });
});

test('links of pages lead to files and headings that are there', () => {
  const lost = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
      .filter(([, target = '', anchor]) => {
        const file = target === '' ? path : join(dirname(path), target);
        if (!existsSync(file)) return true;
        if (anchor === undefined || !file.endsWith('.md')) return false;
        return !headingsOf(readFileSync(file, 'utf8')).map(anchorOf).includes(anchor);
      })
      .map(([link]) => `${shown(path)}: ${link}`),
  );
  expect(lost).toEqual([]);
});
