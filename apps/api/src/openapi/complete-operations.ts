import type { OpenAPIObject } from '@nestjs/swagger';
import { areaOf } from './areas.js';
import { requestIdHeader } from '../contract-kit/describe.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Of an operation that anybody may call: the edge refuses what is no proper request, whoever sends it. */
const badRequest: NonNullable<Operation['responses']>[string] = {
  description: 'The request cannot be read',
  headers: requestIdHeader,
};

const hasClientError = ({ responses }: Operation): boolean =>
  Object.keys(responses).some((status) => status.startsWith('4'));

const completed = (path: string, operation: Operation): Operation => ({
  ...operation,
  tags: [areaOf(path)],
  // Without it, a reader cannot tell "no token" from "forgotten".
  security: operation.security ?? [],
  responses: hasClientError(operation)
    ? operation.responses
    : { ...operation.responses, 400: badRequest },
});

/** Says of every operation what follows from where it is rather than from what it does. */
export const completeOperations = (paths: OpenAPIObject['paths']): OpenAPIObject['paths'] =>
  Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const operations = methods.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [[method, completed(path, operation)] as const];
      });
      return [path, { ...item, ...Object.fromEntries(operations) }];
    }),
  );
