import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = join(root, 'apps', 'console', 'src', 'api', 'openapi.ts');
/** The console calls only these paths of the API, so only they need types. */
const called = /^\/(v1|oauth2|health)\//;

const words = (paths) =>
  `/** Made from openapi.yaml (${paths}). Not kept in git: bin/console-types.mjs */\n`;

/**
 * Generates the types of the console's API client from `openapi.yaml`, unless they are up to date.
 */
export const makeConsoleTypes = async () => {
  const yaml = fs.readFileSync(join(root, 'openapi.yaml'), 'utf8');
  const head = words(createHash('sha256').update(yaml).digest('hex').slice(0, 16));
  if (fs.existsSync(target) && fs.readFileSync(target, 'utf8').startsWith(head)) return;
  const { parse } = await import('yaml');
  const { default: openapi, astToString } = await import('openapi-typescript');
  const description = parse(yaml);
  const paths = Object.entries(description.paths).filter(([path]) => called.test(path));
  const types = await openapi({ ...description, paths: Object.fromEntries(paths) });
  fs.mkdirSync(join(target, '..'), { recursive: true });
  const draft = `${target}.${process.pid}`;
  fs.writeFileSync(draft, head + astToString(types));
  fs.renameSync(draft, target);
};

if (process.argv[1] === import.meta.filename) await makeConsoleTypes();
