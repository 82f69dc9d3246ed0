import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { scopeMeanings } from '#access';
import { type Area, type Contract, Contracts } from '../contract-kit/contract.js';
import { requestIdHeader, securityScheme } from '../contract-kit/describe.js';

const description = `System of record between "the customer's payment is authorised" and "the money is settled".

Money under \`/manage\` is a decimal in major units, under \`/v1\` an integer in minor units.
Every answer has \`X-Request-Id\`, the correlation id of all events that the request caused.`;

const builderOf = (
  contracts: readonly Contract[],
  areas: readonly Area[],
  publicUrl: string | undefined,
): DocumentBuilder => {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Capture ledger')
    .setDescription(description)
    .setVersion('1')
    .addServer(
      publicUrl ?? '/',
      publicUrl === undefined ? 'The server of this document' : undefined,
    )
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
  for (const { credentials = {} } of contracts)
    for (const [name, scheme] of Object.entries(credentials)) builder.addSecurity(name, scheme);
  return builder;
};

/** The OpenAPI 3.1 document of all contracts, generated from the code. */
export const describeApi = (app: INestApplication, publicUrl?: string): OpenAPIObject => {
  const contracts = app.get(Contracts);
  const areas = areasOf(contracts);
  const document = SwaggerModule.createDocument(
    app,
    builderOf(contracts.all, areas, publicUrl).build(),
    {
      autoTagControllers: false,
      operationIdFactory: (controller, method) =>
        `${controller.replace(/Controller$/, '')}_${method}`,
    },
  );
  // Nest's document builder accepts only a URL for a licence, so the licence identifier is added
  // here.
  const info = {
    ...document.info,
    license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
  };
  const described = { areas, contracts };
  const paths = withRequiredSlashes(document.paths, contracts);
  return { ...document, info, paths: completeOperations(paths, described) };
};

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The 400 answer for an operation that declares no 4xx answer. Every operation can refuse a
 * malformed request.
 */
const badRequest: NonNullable<Operation['responses']>[string] = {
  description: 'The request cannot be read',
  headers: requestIdHeader,
};

const hasClientError = ({ responses }: Operation): boolean =>
  Object.keys(responses).some((status) => status.startsWith('4'));

const completed = (
  tag: string,
  operation: Operation,
  { credentials }: Pick<Contract, 'credentials'>,
): Operation => ({
  ...operation,
  tags: [tag],
  security: securityOf(operation, Object.keys(credentials ?? {})),
  responses: hasClientError(operation)
    ? operation.responses
    : { ...operation.responses, 400: badRequest },
});

/**
 * The `security` entry of an operation. The entry is always written, so that an operation without
 * credentials can be distinguished from one whose credentials were forgotten. Only OAuth has scopes
 * in OpenAPI, so no scopes are shown for a contract with other credentials.
 */
const securityOf = (
  { security = [] }: Operation,
  schemes: readonly string[],
): NonNullable<Operation['security']> => {
  const [first] = security;
  if (first === undefined || schemes.length === 0) return security;
  return schemes.map((name) => ({ [name]: [] }));
};

/**
 * Adds the trailing slash to each path of a contract that requires it, because Nest drops the
 * slash.
 */
const withRequiredSlashes = (
  paths: OpenAPIObject['paths'],
  contracts: Contracts,
): OpenAPIObject['paths'] =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const isRequired = contracts.of(path).routing.trailingSlash === 'required';
      return [isRequired && !path.endsWith('/') ? `${path}/` : path, item];
    }),
  );

/**
 * Adds to each operation the tag of its section and its credentials, and a 400 answer if the
 * operation declares no 4xx answer.
 */
const completeOperations = (
  paths: OpenAPIObject['paths'],
  { areas, contracts }: { readonly areas: readonly Area[]; readonly contracts: Contracts },
): OpenAPIObject['paths'] =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const operations = methods.flatMap((method) => {
        const operation = item[method];
        return operation === undefined
          ? []
          : [[method, completed(areaOf(path, areas), operation, contracts.of(path))] as const];
      });
      return [path, { ...item, ...Object.fromEntries(operations) }];
    }),
  );

const health: Area = {
  name: 'Health',
  description: 'Health of the service, for probes',
  paths: /^\/health/,
};

/** The sections of the OpenAPI document: those of all contracts, and the health checks. */
const areasOf = ({ all }: Contracts): readonly Area[] => [
  ...all.flatMap(({ areas }) => areas),
  health,
];

/**
 * The name of the section that a path belongs to. A path in no section is an error in the
 * declaration of its contract.
 */
const areaOf = (path: string, areas: readonly Area[]): string => {
  const area = areas.find(({ paths }) => paths.test(path));
  if (area === undefined) throw new RangeError(`${path} belongs to no area of its contract`);
  return area.name;
};
