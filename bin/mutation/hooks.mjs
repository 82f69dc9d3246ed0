import { URL } from 'node:url';

const globals = new URL('./jest-globals.mjs', import.meta.url).href;

/**
 * Returns the URL of a module without the number after `?`. The number, as in `x.ts?2`, only makes
 * Node.js load the same file again.
 */
const fileOf = (url) => url?.replace(/\?\d+$/, '');

export const resolve = (specifier, context, next) =>
  specifier === '@jest/globals'
    ? { url: globals, shortCircuit: true }
    : next(specifier, { ...context, parentURL: fileOf(context.parentURL) });

export const load = (url, context, next) => next(fileOf(url), context);
