import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { stringify } from 'yaml';
import { answerRendered, rendered, type Rendered } from '../contract-kit/rendered.js';
import { protectiveHeaders } from '../http/send-error.js';
import { describeApi } from './describe-api.js';

const cacheSeconds = 60;

const documentsOf = (app: NestFastifyApplication, publicUrl?: string): [string, Rendered][] => {
  const description = describeApi(app, publicUrl);
  const json = JSON.stringify(description);
  const yaml = stringify(description, { lineWidth: 100, aliasDuplicateObjects: false });
  return [
    ['/openapi.json', rendered({ contentType: 'application/json', body: json, cacheSeconds })],
    ['/openapi.yaml', rendered({ contentType: 'application/yaml', body: yaml, cacheSeconds })],
  ];
};

/**
 * Swagger UI at `/docs`, the document at `/openapi.yaml` and `/openapi.json` (ledger.md). Anybody
 * may ask for them, so all of it is rendered once, at the start, and no request costs more than its
 * bytes.
 */
export const serveDescription = (app: NestFastifyApplication, publicUrl?: string): void => {
  const server = app.getHttpAdapter().getInstance();
  const all = new Map([...documentsOf(app, publicUrl), ...docsPage(publicUrl)]);
  for (const [path, answer] of all) {
    // The router takes a path with and without a slash at its end for one.
    if (path.endsWith('/')) continue;
    server.get(path, (request, reply) => {
      const [asked = path] = (request.raw.url ?? '').split('?', 1);
      return answerRendered(request, reply, all.get(asked) ?? answer);
    });
  }
};

const minute = 60;
const day = 24 * 60 * minute;

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const asset = (name: string, contentType: string): [string, Rendered] => [
  `/docs/${name}`,
  rendered({ contentType, body: readFileSync(join(assets, name)), cacheSeconds: day }),
];

/** Beside the page, in a file: the page's policy lets no script run that stands in it. */
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
 * `base` leads from the page's address to its files: the page is there with and without a slash at
 * its end.
 */
const page = (base: string): string => `<!DOCTYPE html>
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
 * Swagger UI writes styles into the page, and its icons are data. It calls the API, wherever that
 * is said to be.
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
const docsPage = (publicUrl?: string): ReadonlyMap<string, Rendered> => {
  const html = (base: string): Rendered =>
    rendered({
      contentType: 'text/html; charset=utf-8',
      body: page(base),
      cacheSeconds: minute,
      headers: { 'Content-Security-Policy': policyFor(publicUrl) },
    });
  const init = {
    contentType: 'text/javascript; charset=utf-8',
    body: script,
    cacheSeconds: minute,
  };
  return new Map([
    ['/docs', html('docs/')],
    ['/docs/', html('')],
    ['/docs/swagger-ui-init.js', rendered(init)],
    asset('swagger-ui.css', 'text/css; charset=utf-8'),
    asset('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
    asset('favicon-32x32.png', 'image/png'),
  ]);
};
