import type { INestApplication } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { describeApi } from './describe-api.js';

/** Swagger UI at `/docs`, the document at `/openapi.yaml` and `/openapi.json` (ledger.md). */
export const serveDescription = (app: INestApplication, publicUrl?: string): void => {
  SwaggerModule.setup('docs', app, () => describeApi(app, publicUrl), {
    yamlDocumentUrl: 'openapi.yaml',
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Capture ledger',
  });
};
