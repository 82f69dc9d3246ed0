import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, URL } from 'node:url';
import { transform } from '@swc/core';

const settings = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

/**
 * Returns the source file of an import. Sources import each other by the name of the compiled file,
 * such as `x.js`, but the source is `x.ts`.
 */
const sourceOf = (url) => url.replace(/\.js$/, '.ts');

const isSource = (url) =>
  url.startsWith('file:') && url.endsWith('.ts') && !url.includes('/node_modules/');

export const resolve = async (specifier, context, next) => {
  if (specifier.startsWith('.') && isSource(context.parentURL ?? '')) {
    const url = sourceOf(new URL(specifier, context.parentURL).href);
    if (existsSync(fileURLToPath(url))) return next(url, context);
  }
  return next(specifier, context);
};

export const load = async (url, context, next) => {
  if (!isSource(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...settings, filename });
  return { format: 'module', source: code, shortCircuit: true };
};
