import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { stringify } from 'yaml';
import { answerRendered, rendered, type Rendered } from '../contract-kit/rendered.js';
import { describeApi } from './describe-api.js';
import { docsPage } from './docs-page.js';

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
 * Swagger UI at `/docs`, the document at `/openapi.yaml` and `/openapi.json` (ledger.md). Anybody may ask for them, so all
 * of it is rendered once, at the start, and no request costs more than its bytes.
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
