import { useState } from 'react';
import { api, read } from '../../api/client.js';
import type { Store } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { Said } from '../../ui/said.js';
import { changedDetails, detailsOf, isTakenAway, type StoreDetail } from './store-details.js';
import { StoreFields } from './store-fields.js';

interface ChangeStoreDialogProps {
  readonly store: Store;
  readonly onClose: () => void;
}

/**
 * Changes the members that a store's documents and its next settlements show. Currency, segment and
 * period stay: orders and settlements were made by them.
 */
export const ChangeStoreDialog = ({ store, onClose }: ChangeStoreDialogProps) => {
  const [before] = useState(() => detailsOf(store));
  const [details, setDetails] = useState(before);
  const change = changedDetails(before, details);
  const names = Object.keys(before) as StoreDetail[];
  const isWrong = names.some((name) => isTakenAway(name, before, details));
  const { mutate, data, error, isPending } = useCommand({
    send: (body: typeof change) =>
      read(api.PATCH('/v1/stores/{store}', { params: { path: { store: store.store } }, body })),
    changes: [['stores']],
  });
  return (
    <CommandDialog
      title={
        <>
          Store <Said text={store.store} />
        </>
      }
      verb="Change the store"
      confirmation={
        'timeZone' in change
          ? `From its next settlement on, ${store.store} is settled at midnight of ${String(change.timeZone)}. Settlements that were cut keep their zone.`
          : 'Statements print these from now on.'
      }
      isIncomplete={isWrong || Object.keys(change).length === 0}
      isSending={isPending}
      error={error}
      {...(data !== undefined && { outcome: <p>{data.store} is changed.</p> })}
      onSend={() => mutate(change)}
      onClose={onClose}
    >
      <StoreFields before={before} details={details} onDetails={setDetails} />
      <p className="soft small">
        {store.currency}, {store.salesSegment} and {store.settlement} settlement cannot be changed:
        orders and settlements were made by them.
      </p>
    </CommandDialog>
  );
};
