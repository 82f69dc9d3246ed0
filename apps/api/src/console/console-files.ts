import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { rendered, type Rendered } from '../contract-kit/rendered.js';
import { protectiveHeaders } from '../http/send-error.js';

/** The folder that the build puts beside the compiled API; the sources have none. */
export const builtConsole = join(import.meta.dirname, '../../../console/public');

/** The files of the console, as they are sent to browsers. */
export interface ConsoleFiles {
  /** The page for `/console`, without a slash at its end. */
  readonly pageWithoutSlash: Rendered;
  /** The page by the number of slashes that follow `/console/` in its address. */
  readonly pages: readonly Rendered[];
  /** Files by their path below `/console/`. */
  readonly files: ReadonlyMap<string, Rendered>;
}

/** No page of the console has more slashes after `/console/` in its address. */
const slashesMax = 6;

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Forbids inline scripts and styles, requests to other hosts, and forms that the browser sends by
 * itself. The files of the console do without them.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  protectiveHeaders['Content-Security-Policy'],
].join('; ');

const pageHeaders = {
  'Content-Security-Policy': policy,
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** The page names its files relative to itself, so that it works under any path prefix. */
const pageFrom = (html: string, base: string): Rendered =>
  rendered({
    contentType: 'text/html; charset=utf-8',
    body: html.replaceAll('="./', `="${base}`),
    cacheSeconds: 'never',
    headers: pageHeaders,
  });

const fileAt = (path: string): Rendered =>
  rendered({
    contentType: contentTypes[extname(path)] ?? 'application/octet-stream',
    body: readFileSync(path),
    cacheSeconds: 'immutable',
    headers: { 'Content-Security-Policy': policy },
  });

const filesIn = (folder: string): Map<string, Rendered> => {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(
    paths
      .filter((path) => contentTypes[extname(path)] !== undefined)
      .map((path) => [relative(folder, path).split(sep).join('/'), fileAt(path)]),
  );
};

/** Reads the built console; `undefined` where it was not built. */
export const readConsole = (folder: string): ConsoleFiles | undefined => {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return undefined;
  const html = readFileSync(index, 'utf8');
  return {
    files: filesIn(folder),
    pageWithoutSlash: pageFrom(html, 'console/'),
    pages: Array.from({ length: slashesMax + 1 }, (_, slashes) =>
      pageFrom(html, slashes === 0 ? './' : '../'.repeat(slashes)),
    ),
  };
};
