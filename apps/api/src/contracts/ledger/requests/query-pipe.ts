import type { PipeTransform } from '@nestjs/common';
import type { BodyRules } from '../../../contract-kit/body/body-rules.js';
import { ReadsQuery } from '../../../contract-kit/request-head.guard.js';
import { type DtoClass, readDto } from '../../../contract-kit/body/read-dto.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import { ledgerBodyRules } from './bodies.js';

type Query = Readonly<Record<string, string | string[]>>;

const queryRules: BodyRules = { ...ledgerBodyRules, called: 'parameter' };

/**
 * Says what is wrong with a parameter's value; undefined if nothing is wrong. U+0000 is refused
 * because PostgreSQL cannot store the character in a text (contracts/README.md, "Rules for all of
 * them").
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
 * Reads query parameters as strictly as a body. An unknown parameter is refused, because a misspelt
 * filter would otherwise be ignored and the caller would get items that it did not ask for. Used as
 * `@Query(new QueryPipe(OrdersQuery))`.
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
