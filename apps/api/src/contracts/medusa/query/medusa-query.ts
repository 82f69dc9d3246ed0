import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadsQuery } from '../../../contract-kit/request-head.guard.js';
import { QueryTree } from './query-tree.js';
import { selectionNames, selectionOf, type Selection } from './selection.js';

class SelectionReader extends ReadsQuery {
  read(url: string): Selection {
    const query = new QueryTree(url);
    query.assertNames(selectionNames);
    return selectionOf(query);
  }
}

const selectionReader = new SelectionReader();

const selectionParameter = createParamDecorator(
  (reader: SelectionReader, context: ExecutionContext) =>
    reader.read(context.switchToHttp().getRequest<FastifyRequest>().originalUrl),
);

/** `fields` and `expand` of a call that takes no other parameter. */
export const Selected = (): ParameterDecorator => selectionParameter(selectionReader);
