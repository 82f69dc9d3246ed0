import { DatabaseError } from 'pg';
import { UnstorableValue } from '../sql/column.js';
import { reasonOf, type StreamDamage, settlementStream } from '../tables/damaged-streams.js';
import { damageOf } from './page-changes.js';
import type {
  ProjectedEvent,
  ProjectedSettlementEvent,
  ProjectionPage,
} from './projection-page.js';
/**
 * SQLSTATE classes of errors that a repeated statement would get again: invalid data (22), a
 * violated constraint (23) and a value beyond a limit (54). All other errors concern the server,
 * and a later attempt may succeed.
 */
const refusalClasses = new Set(['22', '23', '54']);

export const isRefusedByDatabase = (error: unknown): error is DatabaseError | UnstorableValue =>
  error instanceof UnstorableValue ||
  (error instanceof DatabaseError && refusalClasses.has(error.code?.slice(0, 2) ?? ''));

type Part = Required<Pick<ProjectionPage, 'events' | 'settlements' | 'damages'>>;

/** Splits a page of events into two; undefined if it has fewer than two events. */
export const halves = (page: ProjectionPage): [ProjectionPage, ProjectionPage] | undefined => {
  const all = positionsOf(page);
  const middle = all[Math.ceil(all.length / 2) - 1];
  if (middle === undefined || all.length < 2) return undefined;
  const { last, freshAt, after, position } = page;
  return [
    { after, position: middle, ...partOf(page, (at) => at <= middle) },
    {
      after: middle,
      position,
      ...partOf(page, (at) => at > middle),
      ...(last && { last }),
      ...(freshAt !== undefined && { freshAt }),
    },
  ];
};

/**
 * Marks the only event of a page as damaged and returns the page without that event; undefined if
 * the page has no event.
 */
export const withoutLast = (page: ProjectionPage, error: unknown): ProjectionPage | undefined => {
  const [event] = page.events;
  const [settlement] = page.settlements ?? [];
  const reason = reasonOf(error);
  const damage =
    event === undefined
      ? settlement && damageOfSettlement(settlement, reason)
      : damageOf(event, reason);
  if (damage === undefined) return undefined;
  const damages = [...(page.damages ?? []), damage];
  return { ...page, events: [], settlements: [], damages };
};

const partOf = (
  { events, settlements = [], damages = [] }: ProjectionPage,
  includes: (position: bigint) => boolean,
): Part => ({
  events: events.filter(({ position }) => includes(position)),
  settlements: settlements.filter(({ position }) => includes(position)),
  damages: damages.filter(({ position }) => includes(position)),
});

const positionsOf = ({ events, settlements = [] }: ProjectionPage): bigint[] =>
  [...events, ...settlements]
    .map(({ position }: ProjectedEvent | ProjectedSettlementEvent) => position)
    .sort((left, right) => (left < right ? -1 : 1));

const damageOfSettlement = (event: ProjectedSettlementEvent, reason: string): StreamDamage => {
  const { storeId, currency } = event.data;
  return {
    streamId: settlementStream(event.data),
    storeId,
    currency,
    position: event.position,
    revision: BigInt(event.revision),
    eventType: event.type,
    reason,
  };
};
