import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = 'bench-results';

/** Writes the figures to `bench-results/` in the working directory, and to `file` if it is given; answers where. */
export const writeJson = (content: object, startedAt: Date, file: string | undefined): string[] => {
  const name = `${startedAt.toISOString().replace(/[:.]/g, '-')}.json`;
  const paths = [join(folder, name), ...(file === undefined ? [] : [file])];
  const text = `${JSON.stringify(content, undefined, 2)}\n`;
  for (const path of paths) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return paths;
};
