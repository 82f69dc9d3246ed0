import { useState } from 'react';
import { api, read, sendRemoval } from '../../api/client.js';
import type { Store } from '../../api/types.js';
import { Answer, CutNote } from '../../ui/answer.js';
import { ConfirmButton } from '../../ui/buttons.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Panel } from '../../ui/panel.js';
import { Said } from '../../ui/values.js';
import { pageQuery, useAll } from '../../ui/use-all.js';
import { ChangeStoreDialog, NewStoreDialog } from './store-dialogs.js';
import { commandColumn } from '../../ui/columns.js';
/** Removes a store without orders. The API refuses to remove a store that has any. */
const removeEmpty = (store: string) => () =>
  sendRemoval(
    api.DELETE('/v1/stores/{store}', {
      params: { path: { store }, query: { onlyIfEmpty: 'true' } },
    }),
  );

const StoreCommands = ({ store }: { store: Store }) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <span className="row-actions">
      <button className="button" type="button" onClick={() => setIsOpen(true)}>
        Change…
      </button>
      <ConfirmButton
        name="Remove"
        question={`The store ${store.store} is removed if it has no orders. Its id cannot be used again.`}
        changes={['stores']}
        act={removeEmpty(store.store)}
      />
      {isOpen && <ChangeStoreDialog store={store} onClose={() => setIsOpen(false)} />}
    </span>
  );
};

const columns: readonly Column<Store>[] = [
  {
    id: 'store',
    head: 'Store',
    cell: ({ store }) => (
      <span className="strong">
        <Said text={store} />
      </span>
    ),
  },
  { id: 'name', head: 'Name', cell: ({ name }) => <Said text={name} /> },
  { id: 'segment', head: 'Segment', kind: 'fixed', cell: ({ salesSegment }) => salesSegment },
  { id: 'currency', head: 'Currency', kind: 'fixed', cell: ({ currency }) => currency },
  { id: 'zone', head: 'Time zone', cell: ({ timeZone }) => <Said text={timeZone} /> },
  { id: 'settlement', head: 'Settled', kind: 'fixed', cell: ({ settlement }) => settlement },
  { id: 'tax', head: 'Tax number', cell: ({ taxNumber }) => <Said text={taxNumber} /> },
  commandColumn((store) => <StoreCommands store={store} />, 'Commands'),
];

export const useStores = () =>
  useAll<Store>(['stores'], (cursor) =>
    read(api.GET('/v1/stores', { params: { query: pageQuery(cursor) } })),
  );

export const StoresPanel = () => {
  const stores = useStores();
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
      <Answer of={stores} loading="Reading the stores">
        {(list) => (
          <>
            <DataTable
              label="Stores"
              columns={columns}
              rows={list.items}
              empty="There are no stores."
            />
            <CutNote of={list} />
          </>
        )}
      </Answer>
      {isOpen && <NewStoreDialog onClose={() => setIsOpen(false)} />}
    </Panel>
  );
};
