import type { PipeTransform } from '@nestjs/common';
import type { BodyRules } from '../../../contract-kit/body/body-rules.js';
import { ReadsQuery } from '../../../contract-kit/request-head.guard.js';
import { type DtoClass, readDto } from '../../../contract-kit/body/read-dto.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { ledgerBodyRules } from '../ledger-body-rules.js';

type Query = Readonly<Record<string, string | string[]>>;

const queryRules: BodyRules = { ...ledgerBodyRules, called: 'parameter' };

/**
 * The reason why the value of a parameter is refused. PostgreSQL keeps no U+0000 in a text; a body
 * that contains U+0000 is refused as well (contracts/README.md, "Rules for all of them").
 */
const complaintOf = (value: string | string[]): string | undefined => {
  if (Array.isArray(value)) return 'must not be given twice';
  return value.includes('\0') ? 'must not contain U+0000' : undefined;
};

const assertPlain = (query: Query): void => {
  const violations = Object.entries(query).flatMap(([name, value]) => {
    const message = complaintOf(value);
    return message === undefined ? [] : [{ path: [name], message }];
  });
  if (violations.length > 0) throw shapeError(violations);
};

/**
 * Reads query parameters as strictly as a body: an unknown one is refused, because a filter that
 * is not understood would show what the caller did not ask for. `@Query(new
 * QueryPipe(OrdersQuery))`.
 */
export class QueryPipe<T extends object> extends ReadsQuery implements PipeTransform<unknown, T> {
  constructor(private readonly dto: DtoClass<T>) {
    super();
  }

  transform(query: unknown): T {
    const members = { ...(query as Query) };
    assertPlain(members);
    return readDto(this.dto, members, queryRules);
  }
}
