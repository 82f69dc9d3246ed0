import { expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Finds names that a library exports although no code outside the library imports them. The tool
 * knip misses these names, because it assumes that other repositories import them.
 */
const root = join(import.meta.dirname, '..');

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/**
 * Returns the names in the braces of an import or export. `a as b` gives `a`, the name in the
 * exporting file.
 */
const namesIn = (braces: string): string[] =>
  braces
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    .split(',')
    .map((one) =>
      one
        .trim()
        .replace(/^type /, '')
        .split(/ as |:/)[0]!
        .trim(),
    )
    .filter((name) => name !== '');

const statement = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'(#[\w/-]+)'/g;
const destructured = /\{([^}]*)\}\s*=\s*await import\(\s*'(#[\w/-]+)'\s*\)/g;
const member = /import\(\s*'(#[\w/-]+)'\s*\)\)?\.(\w+)/g;

/**
 * The names that other code imports from each library. `#runtime` and `#runtime/async` count as
 * two.
 */
const imported = new Map<string, Set<string>>();

const note = (library: string, names: readonly string[]): void => {
  const known = imported.get(library) ?? new Set();
  imported.set(library, known);
  for (const name of names) known.add(name);
};

for (const path of ['apps', 'libs', 'test', 'bin'].flatMap(filesIn)) {
  const [folder, own = ''] = path.split('/');
  const isOwn = (library: string): boolean =>
    folder === 'libs' && library.split('/')[0] === `#${own}`;
  const source = read(path);
  for (const pattern of [statement, destructured]) {
    for (const [, names = '', library = ''] of source.matchAll(pattern)) {
      if (!isOwn(library)) note(library, namesIn(names));
    }
  }
  for (const [, library = '', name = ''] of source.matchAll(member)) {
    if (!isOwn(library)) note(library, [name]);
  }
}

interface Entry {
  readonly library: string;
  readonly path: string;
}

const manifest = JSON.parse(read('package.json')) as {
  readonly imports: Readonly<Record<string, { readonly source: string }>>;
};
const entries: readonly Entry[] = Object.entries(manifest.imports).map(([library, { source }]) => ({
  library,
  path: source.slice('./'.length),
}));

const declared =
  /export (?:declare )?(?:abstract )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/g;

/** Returns the names that a file exports, including those that it passes on from other files. */
const exportedBy = (path: string): string[] => {
  const source = read(path);
  const lists = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
    namesIn(names),
  );
  const own = [...source.matchAll(declared)].map(([, name = '']) => name);
  const others = [...source.matchAll(/export \* from '(\.[^']+)'/g)].flatMap(([, from = '']) =>
    exportedBy(join(path, '..', from.replace(/\.js$/, '.ts'))),
  );
  return [...lists, ...own, ...others];
};

test('the entries of the libraries are there', () => {
  expect(entries.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  expect(entries.length).toBeGreaterThan(9);
});

test.each(entries)('each name that $library lists is imported by another package', (entry) => {
  const used = imported.get(entry.library) ?? new Set();
  const source = read(entry.path);
  const listed = [...source.matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) =>
    namesIn(names),
  );
  expect(listed.filter((name) => !used.has(name))).toEqual([]);
});

test.each(entries)('of each file that $library passes on whole, something is imported', (entry) => {
  const used = imported.get(entry.library) ?? new Set();
  const files = [...read(entry.path).matchAll(/export \* from '(\.[^']+)'/g)].map(
    ([, from = '']) => from,
  );
  const unused = files.filter((from) => {
    const path = join(entry.path, '..', from.replace(/\.js$/, '.ts'));
    return !exportedBy(path).some((name) => used.has(name));
  });
  expect(unused).toEqual([]);
});
