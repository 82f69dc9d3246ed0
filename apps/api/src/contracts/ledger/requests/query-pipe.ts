import type { PipeTransform } from '@nestjs/common';
import { ReadsQuery } from '../../../contract-kit/query-names.guard.js';
import type { DtoClass } from '../../../contract-kit/body/read-dto.js';
import { readDto } from '../../../contract-kit/body/read-dto.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';

type Query = Readonly<Record<string, string | string[]>>;

/**
 * PostgreSQL keeps no U+0000 in a text; a body with one is refused as well (contracts/README.md,
 * "Rules for all of them").
 */
const assertNoNul = (query: Query): void => {
  const violations = Object.entries(query)
    .filter(([, value]) => [value].flat().some((text) => text.includes('\0')))
    .map(([name]) => ({ path: [name], message: 'must not contain U+0000' }));
  if (violations.length > 0) throw shapeError(violations);
};

/**
 * * Reads query parameters as strictly as a body: an unknown one is refused, because a filter that
 * is not understood would show what the caller did not ask for. `@Query(new
 * QueryPipe(OrdersQuery))`.
 */
export class QueryPipe<T extends object> extends ReadsQuery implements PipeTransform<unknown, T> {
  constructor(private readonly dto: DtoClass<T>) {
    super();
  }

  transform(query: unknown): T {
    const members = { ...(query as Query) };
    assertNoNul(members);
    return readDto(this.dto, members, ledgerBodyRules);
  }
}
