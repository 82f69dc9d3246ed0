import { URL } from 'node:url';

const globals = new URL('./jest-globals.mjs', import.meta.url).href;

/**
 * Removes the number after `?` from a module's URL, such as `x.ts?2`. The number only makes Node.js
 * load the file a second time.
 */
const fileOf = (url) => url?.replace(/\?\d+$/, '');

export const resolve = (specifier, context, next) =>
  specifier === '@jest/globals'
    ? { url: globals, shortCircuit: true }
    : next(specifier, { ...context, parentURL: fileOf(context.parentURL) });

export const load = (url, context, next) => next(fileOf(url), context);
