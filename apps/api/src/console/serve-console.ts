import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Contracts } from '../contract-kit/contract.js';
import { notFound } from '../contract-kit/http-error.js';
import { answerRendered, type Rendered } from '../contract-kit/rendered.js';
import { sendError } from '../http/send-error.js';
import type { ConsoleFiles } from './console-files.js';

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
