import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { scopes } from '#access';
import { securityScheme } from './security-scheme.js';

const description = `System of record between "the customer's payment is authorised" and "the money is settled".

Money under \`/manage\` is a decimal in major units, under \`/v1\` an integer in minor units.
Every answer has \`X-Request-Id\`, the correlation id of everything the request caused.`;

/** The OpenAPI 3.1 document of all contracts, generated from the code. */
export const describeApi = (app: INestApplication, publicUrl?: string): OpenAPIObject => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Capture ledger')
    .setDescription(description)
    .setVersion('1')
    .addTag('tokens', 'Access tokens')
    .addTag('walley', 'Walley order management')
    .addTag('ledger', "The ledger's own API")
    .addTag('health', 'Health')
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'A token has all scopes of its client',
        flows: {
          clientCredentials: {
            tokenUrl: '/oauth2/v2.0/token',
            scopes: Object.fromEntries(scopes.map((scope) => [scope, scope])),
          },
        },
      },
      securityScheme,
    );
  if (publicUrl !== undefined) builder.addServer(publicUrl);
  return SwaggerModule.createDocument(app, builder.build(), {
    autoTagControllers: false,
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '')}_${method}`,
  });
};
