import { linesInLog } from '#event-log';
import type { EventStore, SettlementCut, StatementInLog } from '#event-log';
import { canonicalJson } from '#ledger';
import type { SettlementLine, SettlementTotals, StatementSum } from '#ledger';
import type { LineQueries, LoggedLine, SettlementView } from '#read-models';

export interface Sources {
  readonly eventStore: Pick<EventStore, 'read' | 'readLog'>;
  readonly lines: Pick<LineQueries, 'all'>;
}

/**
 * The figures that are compared. The balance is not compared, because it depends on the previous
 * settlement.
 */
const figures = ['captured', 'refunded', 'vat', 'lines', 'linesSha256'] as const;

/**
 * True if both statements have the same figures. The hash `linesSha256` makes sure that each line
 * (a capture or a refund) has the same content too.
 */
export const agree = (one: StatementSum, other: StatementSum): boolean =>
  canonicalJson(figuresOf(one)) === canonicalJson(figuresOf(other));

const figuresOf = (sum: StatementSum): Partial<SettlementTotals> => {
  const totals = sum.totals(0);
  return Object.fromEntries(figures.map((name) => [name, totals[name]]));
};

export interface Compared {
  readonly settlement: SettlementView;
  readonly inLog: StatementInLog;
  readonly shown: StatementSum;
}

/**
 * Explains to an operator why no statement is recorded for a settlement. The text names the figures
 * and the first line (a capture or a refund) that differ between the read model and the log.
 */
export const differenceOf = async (
  { settlement, inLog: { cut, sum }, shown }: Compared,
  sources: Sources,
): Promise<string> => {
  const [found, due] = [shown.totals(0), sum.totals(0)];
  const differing = figures.flatMap((name) => {
    const [is, by] = [canonicalJson(found[name]), canonicalJson(due[name])];
    return name === 'linesSha256' || is === by ? [] : [`${name} is ${is}, by the log ${by}`];
  });
  const line = await firstDifferingLine(cut, sources);
  const parts = [...(line === undefined ? [] : [line]), ...differing];
  return `${nameOf(settlement)} is not stated: the read model differs from the log. ${parts.join('; ')}. ${wayOut}`;
};

export const nameOf = ({ settlementId, number, storeId, currency }: SettlementView): string =>
  `Settlement ${number} of ${storeId} in ${currency} (${settlementId})`;

const wayOut =
  '"ledger verify" names every row that differs. Run "ledger rebuild", which makes new read models from the log; then ' +
  'the worker states the settlement.';

const firstDifferingLine = async (
  cut: SettlementCut,
  { eventStore, lines }: Sources,
): Promise<string | undefined> => {
  const shown = lines.all(rangeIn(cut));
  for await (const page of linesInLog(eventStore, [cut])) {
    for (const { position, line } of page.lines) {
      const { value } = await shown.next();
      const found = value === undefined ? undefined : value;
      const said = whereDiffering(found, { ...line, position });
      if (said === undefined) continue;
      await shown.return(undefined);
      return said;
    }
  }
  const { value } = await shown.next();
  return value === undefined ? undefined : whereDiffering(value, undefined);
};

export const rangeIn = ({ storeId, currency, after, to }: SettlementCut) => ({
  ...{ storeId, currency, after, to },
});

const whereDiffering = (
  found: LoggedLine | undefined,
  due: LoggedLine | undefined,
): string | undefined => {
  if (due === undefined || (found !== undefined && found.position < due.position))
    return `Line ${placeOf(found)} is in the read model and not in the log`;
  if (found === undefined || found.position > due.position)
    return `Line ${placeOf(due)} is in the log and not in the read model`;
  const names = [...new Set([...Object.keys(due), ...Object.keys(found)])] as (keyof LoggedLine)[];
  const differing = names.flatMap((name) => {
    const [is, by] = [textOf(found[name]), textOf(due[name])];
    return is === by ? [] : [`${name} is ${is}, by the log ${by}`];
  });
  return differing.length === 0 ? undefined : `Line ${placeOf(due)}: ${differing.join(', ')}`;
};

const placeOf = (line: LoggedLine | undefined): string =>
  `${line?.lineId ?? ''} at position ${line?.position ?? ''}`;

const textOf = (value: SettlementLine[keyof SettlementLine] | bigint): string =>
  typeof value === 'bigint' ? String(value) : value === undefined ? 'absent' : canonicalJson(value);
