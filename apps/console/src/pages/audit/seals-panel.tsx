import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, read } from '../../api/client.js';
import type { Seal } from '../../api/types.js';
import { Answer } from '../../ui/answer.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Pager, useCursorPages } from '../../ui/pager.js';
import { Panel } from '../../ui/panel.js';
import { Time } from '../../ui/values.js';
import { commandColumn } from '../../ui/columns.js';
const pageSize = 10;

/**
 * The range of log positions that a seal covers. A seal is a hash over these events, with which
 * changes are found later. The first seal has -1 as `coversAfter`, because it covers the log from
 * its beginning.
 */
const rangeText = ({ coversAfter, coversTo }: Seal): string =>
  coversAfter === '-1' ? `the beginning to ${coversTo}` : `after ${coversAfter}, to ${coversTo}`;

const hashHalf = 32;

/**
 * A hash that may break into two lines in the middle. `<wbr>` adds no character, so a copied hash
 * is still one word.
 */
const HashText = ({ hash }: { hash: string }) => (
  <span className="hash">
    {hash.slice(0, hashHalf)}
    <wbr />
    {hash.slice(hashHalf)}
  </span>
);

const columnsFor = (onUse: (hash: string) => void): readonly Column<Seal>[] => [
  {
    id: 'number',
    head: 'Seal',
    kind: 'fixed',
    cell: ({ revision }) => <span className="strong">no. {revision}</span>,
  },
  { id: 'at', head: 'Set', kind: 'fixed', cell: ({ sealedAt }) => <Time at={sealedAt} /> },
  { id: 'covers', head: 'Covers positions', kind: 'fixed', cell: rangeText },
  {
    id: 'events',
    head: 'Events up to it',
    kind: 'number',
    cell: ({ eventsTotal }) => eventsTotal.toLocaleString(),
  },
  { id: 'hash', head: 'Hash', cell: ({ hash }) => <HashText hash={hash} /> },
  commandColumn(({ hash, revision }) => (
    <button
      className="button"
      type="button"
      aria-label={`Verify with it: seal no. ${revision}`}
      onClick={() => onUse(hash)}
    >
      Verify with it
    </button>
  )),
];

interface SealsPanelProps {
  /**
   * Called when the user picks a seal (a hash over the log), so that the log is verified against
   * this hash.
   */
  readonly onUse: (hash: string) => void;
}

/** Lists the seals, which are hashes over the log up to some position. The newest comes first. */
export const SealsPanel = ({ onUse }: SealsPanelProps) => {
  const columns = useMemo(() => columnsFor(onUse), [onUse]);
  const pages = useCursorPages('seals');
  const { cursor } = pages;
  const found = useQuery({
    queryKey: ['seals', cursor],
    queryFn: () =>
      read(
        api.GET('/v1/audit/seals', {
          params: {
            query: { first: 'newest', limit: pageSize, ...(cursor !== undefined && { cursor }) },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel title="Seals of the log" flush>
      <Answer of={found} loading="Reading the seals">
        {({ items, nextCursor }) => (
          <>
            <DataTable
              label="Seals"
              columns={columns}
              rows={items}
              empty="The log is not sealed yet. The worker seals it by itself."
            />
            <Pager pages={pages} nextCursor={nextCursor} isBusy={found.isFetching}>
              The newest first
            </Pager>
          </>
        )}
      </Answer>
    </Panel>
  );
};
