import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerRendered, type Content, rendered, type Rendered } from '../contract-kit/rendered.js';
import { protectiveHeaders } from '../http/send-error.js';
import { describeApi } from './describe-api.js';

const cacheSeconds = 60;

/** A page that is rendered at its first request and kept for all later ones. */
type Page = () => Promise<Rendered>;

/**
 * Makes a value at the first call and keeps it. After a failure, the next call makes the value
 * again.
 */
const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | undefined;
  return async () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
};

const pageOf = (content: () => Content | Promise<Content>): Page =>
  once(async () => rendered(await content()));

const documentsOf = (app: NestFastifyApplication, publicUrl?: string): [string, Page][] => {
  const description = once(() => Promise.resolve(describeApi(app, publicUrl)));
  const json = pageOf(async () => ({
    contentType: 'application/json',
    body: JSON.stringify(await description()),
    cacheSeconds,
  }));
  const yaml = pageOf(async () => {
    const { stringify } = await import('yaml');
    const body = stringify(await description(), { lineWidth: 100, aliasDuplicateObjects: false });
    return { contentType: 'application/yaml', body, cacheSeconds };
  });
  return [
    ['/openapi.json', json],
    ['/openapi.yaml', yaml],
  ];
};

/**
 * Serves Swagger UI at `/docs`, and the document at `/openapi.yaml` and `/openapi.json`
 * (ledger.md). Anybody may ask for them, so each is rendered once and no later request costs more
 * than its bytes. Rendering waits for the first request, because it takes a fifth of the time that
 * the API needs to start.
 */
export const serveDescription = (app: NestFastifyApplication, publicUrl?: string): void => {
  const server = app.getHttpAdapter().getInstance();
  const all = new Map([...documentsOf(app, publicUrl), ...docsPage(publicUrl)]);
  for (const [path, page] of all) {
    // The router treats a path with a slash at its end and the path without the slash as one route.
    if (path.endsWith('/')) continue;
    server.get(path, async (request, reply) => {
      const [asked = path] = (request.raw.url ?? '').split('?', 1);
      const answer = await (all.get(asked) ?? page)();
      return answerRendered(request, reply, answer);
    });
  }
};

const minute = 60;
const day = 24 * 60 * minute;

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const asset = (name: string, contentType: string): [string, Page] => [
  `/docs/${name}`,
  pageOf(async () => ({
    contentType,
    body: await readFile(join(assets, name)),
    cacheSeconds: day,
  })),
];

/**
 * The page's script. It is served as a file, because the content security policy of the page
 * forbids inline scripts.
 */
const script = `SwaggerUIBundle({
  url: new URL('../openapi.json', document.currentScript.src).href,
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: 'BaseLayout',
});
`;

/**
 * `base` is the relative path from the page to its files. The path differs between `/docs` and
 * `/docs/`, where the same page is served.
 */
const htmlOf = (base: string): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Capture ledger</title>
<link rel="stylesheet" href="${base}swagger-ui.css">
<link rel="icon" type="image/png" href="${base}favicon-32x32.png" sizes="32x32">
</head>
<body>
<div id="swagger-ui"></div>
<script src="${base}swagger-ui-bundle.js"></script>
<script src="${base}swagger-ui-init.js"></script>
</body>
</html>
`;

/**
 * Swagger UI writes styles into the page, has its icons as data URLs, and calls the API at
 * `publicUrl`.
 */
const policyFor = (publicUrl: string | undefined): string => {
  const api = publicUrl === undefined ? '' : ` ${new URL(publicUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${api}`,
    "base-uri 'none'",
    "form-action 'none'",
    protectiveHeaders['Content-Security-Policy'],
  ].join('; ');
};

/** The files of Swagger UI by their path, the page itself under `/docs` and `/docs/`. */
const docsPage = (publicUrl?: string): ReadonlyMap<string, Page> => {
  const html = (base: string): Page =>
    pageOf(() => ({
      contentType: 'text/html; charset=utf-8',
      body: htmlOf(base),
      cacheSeconds: minute,
      headers: { 'Content-Security-Policy': policyFor(publicUrl) },
    }));
  const init = {
    contentType: 'text/javascript; charset=utf-8',
    body: script,
    cacheSeconds: minute,
  };
  return new Map([
    ['/docs', html('docs/')],
    ['/docs/', html('')],
    ['/docs/swagger-ui-init.js', pageOf(() => init)],
    asset('swagger-ui.css', 'text/css; charset=utf-8'),
    asset('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
    asset('favicon-32x32.png', 'image/png'),
  ]);
};
