import { existsSync, readFileSync } from 'node:fs';

const packageFile = (): URL => {
  let folder = new URL('./', import.meta.url);
  for (;;) {
    const file = new URL('package.json', folder);
    if (existsSync(file)) return file;
    const above = new URL('../', folder);
    if (above.href === folder.href) throw new Error('The package.json of this release is missing');
    folder = above;
  }
};

let known: string | undefined;

/** The version of this release, such as 0.1.0. */
export const releaseVersion = (): string => {
  known ??= (JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }).version;
  return known;
};
