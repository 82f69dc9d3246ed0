import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type ActionLog,
  type ActionOutcome,
  actionOutcomes,
  type ActionInLog,
  type RecordedAction,
} from '#event-log';
import type { Plain } from '../../../contract-kit/describe.js';
import { Text } from '../../../contract-kit/body/fields.js';
import { invalidCursor, PageQuery } from '../requests/pages.js';

/** An entry of the audit trail (docs/audit.md). */
export class ActionResponse {
  @ApiProperty({ description: 'Number of the entry, from 0', example: '17' })
  revision!: string;

  @ApiProperty({ description: 'Place of the entry in the log', example: '51200' })
  position!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The same in the two entries of an action: the request and its outcome',
  })
  actionId!: string;

  @ApiProperty({
    description: 'The route, or the operator command, or `log-in failed`',
    example: 'POST /v1/clients',
  })
  action!: string;

  @ApiProperty({ enum: actionOutcomes })
  outcome!: ActionOutcome;

  @ApiProperty({ description: 'Client id, or `operator`', example: 'demo' })
  by!: string;

  @ApiProperty({
    description: 'Network address of the caller; for an operator, account and machine',
    example: '10.0.0.7',
  })
  from!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The targets of the action, by name',
    example: { clientId: 'shop-a', stores: ['demo-se'] },
  })
  target!: RecordedAction['target'];

  @ApiPropertyOptional({
    description:
      'Why it was refused: the code of the answer; a command used wrongly has VALIDATION_ERROR',
    example: 'CLIENT_NOT_FOUND',
  })
  code?: string;
}

export const actionResponse = (entry: ActionInLog): Plain<ActionResponse> => ({
  revision: String(entry.revision),
  position: String(entry.position),
  actionId: entry.actionId,
  action: entry.action,
  outcome: entry.outcome,
  by: entry.by,
  from: entry.from,
  at: entry.at,
  target: entry.target,
  ...(entry.code !== undefined && { code: entry.code }),
});

/** The parameters of `GET /v1/audit/actions`. */
export class ActionsQuery extends PageQuery {
  @Text({
    optional: true,
    description: 'Only actions of this client, or of `operator`',
    example: 'demo',
  })
  readonly by?: string;

  @Text({
    optional: true,
    description: 'Only actions whose name begins with this text, in upper or lower case',
    example: 'POST /v1/clients',
  })
  readonly action?: string;
}

export interface ActionFilter {
  readonly by?: string | undefined;
  /** Shows only entries whose action begins with this text. */
  readonly action?: string | undefined;
}

export interface ActionsWindow extends ActionFilter {
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
}

const mark = 'action ';
const readAtOnce = 500;
/**
 * The maximum number of entries that one request reads. If a filter matches few of them, a page has
 * fewer entries than `limit` but still a cursor to continue from.
 */
const lookedThroughMax = 5_000;

const endOf = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^action \d{1,9}$/.test(text)) throw invalidCursor();
  return Number(text.slice(mark.length));
};

const cursorOf = (before: number): string =>
  Buffer.from(`${mark}${before}`, 'latin1').toString('base64url');

const matches = (entry: ActionInLog, { by, action }: ActionFilter): boolean =>
  (by === undefined || entry.by === by) &&
  (action === undefined || entry.action.toLowerCase().startsWith(action.toLowerCase()));

/**
 * A page of the audit trail, the newest entries first.
 *
 * @throws HttpError 400 for a cursor of another list
 */
export const actionsPage = async (
  actions: Pick<ActionLog, 'read'>,
  { limit, cursor, ...filter }: ActionsWindow,
): Promise<{ readonly items: readonly ActionInLog[]; readonly nextCursor: string | null }> => {
  const items: ActionInLog[] = [];
  let before = endOf(cursor);
  for (let looked = 0; looked < lookedThroughMax; looked += readAtOnce) {
    const read = await actions.read({ before, entriesMax: readAtOnce });
    for (const entry of read) {
      if (!matches(entry, filter)) continue;
      if (items.length === limit) return { items, nextCursor: cursorOf(entry.revision + 1) };
      items.push(entry);
    }
    before = read.at(-1)?.revision ?? 0;
    if (before === 0) return { items, nextCursor: null };
  }
  return { items, nextCursor: cursorOf(before ?? 0) };
};
