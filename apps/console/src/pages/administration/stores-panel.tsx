import { useState } from 'react';
import { api, read } from '../../api/client.js';
import type { Store } from '../../api/types.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loading } from '../../ui/loading.js';
import { Fault } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { pageQuery, useAll } from '../../ui/use-all.js';
import { NewStoreDialog } from './new-store-dialog.js';

const columns: readonly Column<Store>[] = [
  { id: 'store', head: 'Store', cell: ({ store }) => <span className="strong">{store}</span> },
  { id: 'name', head: 'Name', wideOnly: true, cell: ({ name }) => name },
  { id: 'segment', head: 'Segment', cell: ({ salesSegment }) => salesSegment },
  { id: 'currency', head: 'Currency', cell: ({ currency }) => currency },
  { id: 'zone', head: 'Time zone', wideOnly: true, cell: ({ timeZone }) => timeZone },
  { id: 'settlement', head: 'Settled', cell: ({ settlement }) => settlement },
  { id: 'tax', head: 'Tax number', wideOnly: true, cell: ({ taxNumber }) => taxNumber },
];

export const useStores = () =>
  useAll<Store>(['stores'], (cursor) =>
    read(api.GET('/v1/stores', { params: { query: pageQuery(cursor) } })),
  );

export const StoresPanel = () => {
  const { data, error } = useStores();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Panel
      title="Stores"
      aside={
        <button className="button" type="button" onClick={() => setIsOpen(true)}>
          New store…
        </button>
      }
      flush
    >
      {error !== null && <Fault error={error} />}
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <DataTable label="Stores" columns={columns} rows={data} empty="There is no store." />
      )}
      {isOpen && <NewStoreDialog onClose={() => setIsOpen(false)} />}
    </Panel>
  );
};
