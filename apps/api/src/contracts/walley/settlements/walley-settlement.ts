import { Injectable } from '@nestjs/common';
import { actsFor, type Caller } from '#access';
import { isDay, isUuid, majorUnits, type SettlementTotals } from '#ledger';
import {
  type Comparison,
  comparisons,
  type DayCondition,
  SettlementQueries,
  type SettlementView,
} from '#read-models';
import type { Plain } from '../../../contract-kit/describe.js';
import { walleyInstant } from '../money/walley-money.js';
import { invalidQuery } from '../walley-envelope.js';
import { walleyForbidden, walleyNotFound } from '../walley-request.js';
import type { WalleySettlementDto } from './settlements.dto.js';

export const settlementsPath = '/reports/settlements';

/**
 * The time of a payout. If the bank's date is known, the time is midnight UTC of that date, so that
 * the text begins with the date. Otherwise it is the time at which the payout was recorded.
 */
const paidOutAtOf = ({ paidOn, paidOutAt }: StatedSettlement): string | null => {
  const at = paidOn === undefined ? paidOutAt : `${paidOn}T00:00:00.000Z`;
  return at === undefined ? null : walleyInstant(at);
};

/** A settlement in Walley's form. Amounts are in major units; refunds and fees are negative. */
export const walleySettlement = (settlement: StatedSettlement): Plain<WalleySettlementDto> => {
  const { settlementId: id, totals, currency, payoutReference } = settlement;
  const major = (amount: number): number => majorUnits(amount, currency);
  const path = `${settlementsPath}/${id}`;
  return {
    id,
    startDate: settlement.startDate,
    endDate: settlement.endDate,
    storeId: settlement.storeId,
    ingoingBalance: major(totals.ingoingBalance),
    totalAmount: major(totals.total),
    netSales: major(totals.captured - totals.refunded),
    captured: major(totals.captured),
    refunded: major(0 - totals.refunded),
    compensations: 0,
    adjustments: major(0 - totals.fees),
    currency,
    paidOutAt: paidOutAtOf(settlement),
    generatedAt: walleyInstant(settlement.statedAt),
    reference: payoutReference ?? null,
    ...walleyCorrection(settlement),
    links: {
      pdf: { method: 'GET', href: `${path}/file/pdf`, query: '' },
      transactions: { method: 'GET', href: `${path}/transactions`, query: '' },
    },
  };
};

/**
 * Builds the member `correction`, which Walley's own API does not have. The member shows the
 * figures from before the correction.
 */
const walleyCorrection = ({
  correction,
  currency,
}: StatedSettlement): Pick<Plain<WalleySettlementDto>, 'correction'> => {
  if (correction === undefined) return {};
  const { stated, reason, correctedAt } = correction;
  const major = (amount: number): number => majorUnits(amount, currency);
  return {
    correction: {
      correctedAt: walleyInstant(correctedAt),
      reason,
      statedCaptured: major(stated.captured),
      statedRefunded: major(0 - stated.refunded),
      statedTotalAmount: major(stated.total),
    },
  };
};

const names = ['startDate', 'endDate'] as const;
const conditionsMax = 10;

/** Longer operators come first; otherwise `>=` would be read as `>`. */
const operators = [...comparisons].sort((a, b) => b.length - a.length);

const conditionOf = (text: string): DayCondition => {
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const of = names.find((known) => known.toLowerCase() === name);
  if (of === undefined)
    throw invalidQuery(`A query compares ${names.join(' or ')}: startDate:>=2022-12-01.`);
  const value = text.slice(colon + 1).trim();
  const is: Comparison | undefined = operators.find((operator) => value.startsWith(operator));
  return { of, is: is ?? '=', day: dayOf(value.slice(is?.length ?? 0).trim()) };
};

const dayOf = (text: string): string => {
  if (!isDay(text)) throw invalidQuery('A day is written as 2022-12-01.');
  return text;
};

/**
 * Reads a query such as `startDate:>=2022-12-01 AND endDate:<=2022-12-08`.
 *
 * @throws HttpError 422
 */
export const readSettlementQuery = (text: string): DayCondition[] => {
  if (text.trim() === '') return [];
  const parts = text.trim().split(/\s+AND\s+/i);
  if (parts.length > conditionsMax)
    throw invalidQuery(`A query has at most ${conditionsMax} conditions.`);
  return parts.map(conditionOf);
};

/**
 * A settlement with a statement. Walley's callers do not see a settlement before its statement is
 * made.
 */
export type StatedSettlement = SettlementView & {
  readonly totals: SettlementTotals;
  readonly statedAt: string;
};

export const isStated = (settlement: SettlementView): settlement is StatedSettlement =>
  settlement.totals !== undefined && settlement.statedAt !== undefined;

/** Finds settlements of the stores that a caller acts for. */
@Injectable()
export class OwnSettlements {
  constructor(private readonly queries: SettlementQueries) {}

  /**
   * The settlement with this id.
   *
   * @throws HttpError 404 if there is none, 403 if it is of another store
   */
  async find(caller: Caller, id: string): Promise<StatedSettlement> {
    const found = isUuid(id) ? await this.queries.find(id.toLowerCase()) : undefined;
    if (found === undefined || !isStated(found))
      throw walleyNotFound('There is no such settlement.');
    if (!actsFor(caller, found.storeId)) throw walleyForbidden();
    return found;
  }
}
