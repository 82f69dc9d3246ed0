import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { scopeMeanings } from '#access';
import { areas } from './areas.js';
import { completeOperations } from './complete-operations.js';
import { securityScheme } from '../contract-kit/describe.js';

const description = `System of record between "the customer's payment is authorised" and "the money is settled".

Money under \`/manage\` is a decimal in major units, under \`/v1\` an integer in minor units.
Every answer has \`X-Request-Id\`, the correlation id of everything the request caused.`;

const builderOf = (publicUrl: string | undefined): DocumentBuilder => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Capture ledger')
    .setDescription(description)
    .setVersion('1')
    .addServer(publicUrl ?? '/', publicUrl === undefined ? 'Where this document is' : undefined)
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'A token has all scopes of its client',
        flows: {
          clientCredentials: { tokenUrl: '/oauth2/v2.0/token', scopes: { ...scopeMeanings } },
        },
      },
      securityScheme,
    );
  for (const area of areas) builder.addTag(area.name, area.description);
  return builder;
};

/** The OpenAPI 3.1 document of all contracts, generated from the code. */
export const describeApi = (app: INestApplication, publicUrl?: string): OpenAPIObject => {
  const document = SwaggerModule.createDocument(app, builderOf(publicUrl).build(), {
    autoTagControllers: false,
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}_${method}`,
  });
  // The builder knows a license by its URL only.
  const info = {
    ...document.info,
    license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
  };
  return { ...document, info, paths: completeOperations(document.paths) };
};
