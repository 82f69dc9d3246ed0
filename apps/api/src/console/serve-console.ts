import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contracts } from '../contract-kit/contract.js';
import { notFound } from '../contract-kit/http-error.js';
import { answerRendered, rendered, type Rendered } from '../contract-kit/rendered.js';
import { protectiveHeaders, sendError } from '../http/error-answers.js';

/**
 * The folder of the built console, next to the compiled API. The folder does not exist when the API
 * runs from its sources.
 */
export const builtConsole = join(import.meta.dirname, '../../../console/public');

interface ConsoleFiles {
  /**
   * The page for the address `/console` without a trailing slash. Relative links need another
   * prefix there than under `/console/`.
   */
  readonly pageWithoutSlash: Rendered;
  /**
   * The page for addresses under `/console/`, indexed by the number of slashes after `/console/`.
   * Each has its own prefix for relative links, such as `../../`.
   */
  readonly pages: readonly Rendered[];
  /** Files by their path below `/console/`. */
  readonly files: ReadonlyMap<string, Rendered>;
}

/**
 * The most slashes after `/console/` in any page address. A page is prepared for each number up to
 * this one, and deeper addresses get 404.
 */
const slashesMax = 6;

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The Content-Security-Policy of the console. Inline scripts and styles, requests to other hosts,
 * and HTML form submissions are blocked. The console needs none of them, but an attacker's script
 * would.
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

/**
 * The links in the page are relative to `base`, so that the console also works if a proxy adds a
 * path prefix.
 */
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

/** Reads the built console from the folder. Returns `undefined` if the console was not built. */
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

const root = '/console';
const inRoot = `${root}/`;

const pathOf = ({ raw }: FastifyRequest): string => (raw.url ?? '/').split('?', 1)[0] ?? '/';

/**
 * Returns the file at the path. Any other path gets the page, because the script in the page shows
 * the right view for the address.
 */
const answerAt = (
  { files, pages, pageWithoutSlash }: ConsoleFiles,
  path: string,
): Rendered | undefined => {
  if (path === root) return pageWithoutSlash;
  const below = path.slice(inRoot.length);
  const file = files.get(below);
  if (file !== undefined || below.startsWith('assets/')) return file;
  return pages[below.split('/').length - 1];
};

/**
 * The target of the redirect from `/`. The target is relative, so that a path prefix added by a
 * proxy is kept.
 */
export const startPage = 'console/';

/** Serves the console at `/console` (docs/console.md, "Security"). */
export const serveConsole = (
  app: NestFastifyApplication,
  contracts: Contracts,
  console: ConsoleFiles,
): void => {
  const server = app.getHttpAdapter().getInstance();
  const answer = (request: FastifyRequest, reply: FastifyReply): void => {
    const found = answerAt(console, pathOf(request));
    if (found === undefined) sendError({ request, reply }, contracts, notFound);
    else void answerRendered(request, reply, found);
  };
  server.get(root, answer);
  server.get(`${inRoot}*`, answer);
};
