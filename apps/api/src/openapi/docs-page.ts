import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { protectiveHeaders } from '../http/send-error.js';
import { rendered, type Rendered } from '../contract-kit/rendered.js';

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

/** `base` leads from the page's address to its files: the page is there with and without a slash at its end. */
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

/** Swagger UI writes styles into the page, and its icons are data. It calls the API, wherever that is said to be. */
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
export const docsPage = (publicUrl?: string): ReadonlyMap<string, Rendered> => {
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
