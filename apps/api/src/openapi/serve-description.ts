import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerRendered, type Content, rendered, type Rendered } from '../contract-kit/rendered.js';
import { protectiveHeaders } from '../http/error-answers.js';
import { describeApi } from './describe-api.js';

const cacheSeconds = 60;

/** A page that is rendered when first requested, and then kept for all later requests. */
type Page = () => Promise<Rendered>;

/**
 * Runs `make` at the first call and keeps the result. After a failure, the next call runs `make`
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
 * Serves Swagger UI at `/docs`, and the OpenAPI document at `/openapi.yaml` and `/openapi.json`
 * (ledger.md). These pages need no credentials, so each is rendered only once and later requests
 * cost little. Rendering waits for the first request, because it would make the API start a fifth
 * more slowly.
 */
export const serveDescription = (app: NestFastifyApplication, publicUrl?: string): void => {
  const server = app.getHttpAdapter().getInstance();
  const all = new Map([...documentsOf(app, publicUrl), ...docsPage(publicUrl)]);
  for (const [path, page] of all) {
    // The router treats `/docs` and `/docs/` as one route, so only the path without the slash is
    // registered.
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
 * The script that starts Swagger UI. The script is a separate file, because the page's content
 * security policy blocks inline scripts.
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
 * `base` is the relative path from the page to its files. The same page is served at `/docs` and
 * `/docs/`, so the path differs: `docs/` and the empty path.
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
 * The content security policy of the Swagger UI page. Swagger UI adds inline styles, uses `data:`
 * URLs for its icons, and calls the API at `publicUrl`.
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

/**
 * The pages and files of Swagger UI by their path. The main page is there under both `/docs` and
 * `/docs/`.
 */
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
