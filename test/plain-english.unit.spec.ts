import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Finds words and sentences in comments and pages that a reader would have to read twice. */
const root = join(import.meta.dirname, '..');
const columnsMax = 100;
const pageColumnsMax = 120;

/**
 * This file is generated from openapi.yaml and not kept in git, so its comments are not checked.
 */
const made = 'apps/console/src/api/openapi.ts';

const words: Readonly<Record<string, RegExp>> = {
  'after, not behind':
    /(?<!\b(falls?|fell|falling|further) )\bbehind (?!(an?|the|your|one|another) (reverse )?(proxy|load balancer|TLS))/i,
  'number of, not so many': /\bso (many|much)\b(?! (faster|slower|more|less))/i,
  'a caller, a process, not whoever': /\bwhoever\b/i,
  'no other, not none of ours': /\b(none|not one) of ours\b/i,
  'permanently, not for ever': /\bfor ever\b/i,
  'returns whether, not answers or tells whether': /\b(answers|tells) whether\b/i,
};

/**
 * Phrases that are forbidden in comments but allowed on pages, because a page has room to explain
 * them.
 */
const commentWords: Readonly<Record<string, RegExp>> = {
  'the outcome of, not what became of': /\bbecame of\b|\bcomes? of it\b/i,
  'reported, known or distinguished, not told': /\btold\b(?! (not )?to\b)/i,
  'a name again, not such one': /\bsuch one\b|\b(that|those) which\b/i,
  'an empty list, an empty text, not an empty one':
    /\b(makes?|of|is|for|from|give|gives) an empty one\b/i,
  'older, not of before': /\bof before\b/i,
  'plain connectives': /\b(thereby|thereof|therein|thereupon|whereby|hence|lest)\b/i,
  'possibly, not may as well': /\b(may|might) as well\b/i,
};

/** A sentence without a subject, such as `What the caller sent` or `Who bought these orders`. */
const headless =
  /^\* |(?<=^|[.:?!] )(What|Whether|Who|Whom|Whose|Where|How|Which|Why|Whoever|Whatever|Wherever)\b/;

/**
 * Matches a comment whose first word is a pronoun, because the noun it stands for is not in the
 * comment.
 */
const unnamed =
  /^(It|Its|They|Them|Their|Theirs|That|Those|He|She|His|Her|Such|Both (are|have|were|hold|in|of)|Neither of|One (who|whose|which|that|of a few))\b/;

interface Place {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => path !== made);

const comment = /(?<=^|\s)\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*(?:\n[ \t]*\/\/ .*)*/gm;

const proseOf = (text: string): string =>
  text
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^[ \t]*(\*|\/\/)[ \t]?/gm, '')
    .replace(/`[^`\n]*`|"[^"\n]*"/g, '``')
    .replace(/\s+/g, ' ')
    .trim();

const commentsIn = (path: string): Place[] => {
  const source = readFileSync(join(root, path), 'utf8');
  return [...source.matchAll(comment)].map(({ 0: text, index }) => ({
    path,
    line: source.slice(0, index).split('\n').length,
    text,
  }));
};

const shown = ({ path, line }: Place, rule: string): string => `${path}:${line}: ${rule}`;

const wordsIn = (place: Place, rules = words): string[] =>
  Object.entries(rules)
    .filter(([, pattern]) => pattern.test(proseOf(place.text)))
    .map(([rule]) => shown(place, rule));

/** npm installs the tools for mutation testing here. Their files are not ours to check. */
const installed = 'bin/mutation/node_modules/';

const code = ['apps', 'libs', 'test', 'bin']
  .flatMap((folder) => filesIn(folder, /\.(tsx?|mjs)$/))
  .filter((path) => !path.startsWith(installed));
const comments = code
  .filter((path) => path !== relative(root, import.meta.filename))
  .flatMap(commentsIn);

/**
 * Matches a comment line that could be wrapped. A line with an ESLint directive could not, because
 * the directive and its reason must share one line.
 */
const wrappable = /^\s*(\/\*|\*|\/\/)(?! eslint-)/;

describe('comments', () => {
  test('use plain words', () => {
    const rules = { ...words, ...commentWords };
    expect(comments.flatMap((place) => wordsIn(place, rules))).toEqual([]);
  });

  test.each([
    ['Shows what became of a capture.', true],
    ['The outcome of a capture.', false],
    ['A store of others is not told from one that does not exist.', true],
    ['A task that ends when it is told to.', false],
    ['The order has no such one.', true],
    ['An undefined value makes an empty one.', true],
    ['The ledgers of before have none.', true],
    ['Hash of the manifest, and thereby of its files.', true],
    ['The outcome may as well come later.', true],
    ['The order may expire as well.', false],
  ])('%s', (prose, isWrong) => {
    const matches = Object.values(commentWords).filter((pattern) => pattern.test(prose));
    expect(matches).toHaveLength(isWrong ? 1 : 0);
  });

  test('have a subject in every sentence', () => {
    const wrong = comments.flatMap((place) => {
      const prose = proseOf(place.text);
      const at = prose.search(headless);
      return at === -1 ? [] : [shown(place, prose.slice(at, at + 60))];
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['What the caller sent.', true],
    ['The customers. Who bought these orders, by order id.', true],
    ['The order that a call names.', false],
    ['The answer says where it stands, and how far it is.', false],
  ])('%s', (prose, isHeadless) => {
    expect(headless.test(prose)).toBe(isHeadless);
  });

  test('name what they speak of before a pronoun stands for it', () => {
    const wrong = comments.filter(({ text }) => unnamed.test(proseOf(text)));
    expect(wrong.map((place) => shown(place, proseOf(place.text).slice(0, 60)))).toEqual([]);
  });

  test.each([
    ['It is promised within 5 seconds.', true],
    ['Its chain value, or an empty text.', true],
    ['Those that the page makes.', true],
    ['One whose process was killed is not renewed.', true],
    ['The event has a chain value. It is empty for the first.', false],
    ['One line for each fault.', false],
    ['Both limits are in bytes.', false],
  ])('%s', (prose, isUnnamed) => {
    expect(unnamed.test(prose)).toBe(isUnnamed);
  });

  test('have at most 100 columns', () => {
    const wrong = comments.filter(({ path, line, text }) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n');
      const count = text.split('\n').length;
      return lines
        .slice(line - 1, line - 1 + count)
        .some((one) => one.length > columnsMax && wrappable.test(one));
    });
    expect(wrong.map((place) => shown(place, 'a longer line'))).toEqual([]);
  });
});

const pages = ['docs', '.'].flatMap((folder) =>
  folder === '.'
    ? readdirSync(root).filter((name) => name.endsWith('.md'))
    : filesIn(folder, /\.md$/),
);

/** Returns the lines of a page. Lines in code blocks are emptied, because code is not prose. */
const proseIn = (path: string): Place[] => {
  const text = readFileSync(join(root, path), 'utf8').replace(/^( *)```[\s\S]*?^ *```/gm, (block) =>
    block.replace(/[^\n]/g, ''),
  );
  return text.split('\n').map((line, at) => ({ path, line: at + 1, text: line }));
};

describe('pages', () => {
  const prose = pages.flatMap(proseIn);

  test('use plain words', () => {
    expect(prose.flatMap((place) => wordsIn(place))).toEqual([]);
  });

  test('have at most 120 columns, but for tables, links and headings', () => {
    const wrong = prose.filter(
      ({ text }) =>
        text.length > pageColumnsMax && !/^\s*\||^#|^<!--|^\s*\S+$|\]\(\S{60}/.test(text),
    );
    expect(wrong.map((place) => shown(place, 'a longer line'))).toEqual([]);
  });
});
