import { useState } from 'react';
import { api, read } from '../../api/client.js';
import type { Store } from '../../api/types.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { SelectField, TextField } from '../../ui/field.js';
import { Said } from '../../ui/values.js';
import {
  changedDetails,
  detailsOf,
  isTakenAway,
  type StoreDetail,
  type StoreDetails,
} from './store-details.js';

interface Draft {
  readonly store: string;
  readonly currency: string;
  readonly salesSegment: 'B2C' | 'B2B';
  readonly settlement: 'daily' | 'weekly' | 'monthly';
}

const emptyDraft: Draft = { store: '', currency: '', salesSegment: 'B2C', settlement: 'daily' };

const nothing = detailsOf({});
const suggested = detailsOf({ timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });

export const NewStoreDialog = ({ onClose }: { onClose: () => void }) => {
  const [draft, setDraft] = useState(emptyDraft);
  const [details, setDetails] = useState(suggested);
  const { mutate, data, error, isPending } = useCommand({
    send: (body: Draft) => read(api.POST('/v1/stores', { body })),
    changes: [['stores']],
  });
  const given = {
    ...draft,
    store: draft.store.trim(),
    currency: draft.currency.trim().toUpperCase(),
    ...changedDetails(nothing, details),
  };
  return (
    <CommandDialog
      title="New store"
      verb="Make the store"
      confirmation="An id cannot be used again, not even after the store was removed."
      isIncomplete={given.store === '' || given.currency === ''}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: (
          <p>The store {data.store} was created. Only clients that name it can act for it.</p>
        ),
      })}
      onSend={() => mutate(given)}
      onClose={onClose}
    >
      <DraftFields draft={draft} onDraft={setDraft} />
      <StoreFields before={nothing} details={details} onDetails={setDetails} />
    </CommandDialog>
  );
};

interface DraftFieldsProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const segments = [
  { value: 'B2C', name: 'B2C' },
  { value: 'B2B', name: 'B2B' },
] as const;

const periods = [
  { value: 'daily', name: 'daily' },
  { value: 'weekly', name: 'weekly' },
  { value: 'monthly', name: 'monthly' },
] as const;

/** The fields of a new store that can never be changed afterwards. */
const DraftFields = ({ draft, onDraft }: DraftFieldsProps) => (
  <div className="field-grid">
    <TextField
      label="Id"
      hint="1 to 64 of A-Z a-z 0-9 . _ -"
      autoComplete="off"
      value={draft.store}
      onChange={({ target }) => onDraft({ ...draft, store: target.value })}
    />
    <TextField
      label="Currency"
      hint="Three letters, such as SEK"
      maxLength={3}
      value={draft.currency}
      onChange={({ target }) => onDraft({ ...draft, currency: target.value })}
    />
    <SelectField
      label="Segment"
      value={draft.salesSegment}
      options={segments}
      onChange={(salesSegment) => onDraft({ ...draft, salesSegment })}
    />
    <SelectField
      label="Settled"
      value={draft.settlement}
      options={periods}
      onChange={(settlement) => onDraft({ ...draft, settlement })}
    />
  </div>
);

interface ChangeStoreDialogProps {
  readonly store: Store;
  readonly onClose: () => void;
}

/**
 * Changes the name, address, tax number or time zone of a store. The currency, segment and
 * settlement period stay fixed, because existing orders and settlements depend on them.
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
          ? `From its next settlement on, ${store.store} is settled at midnight in ${String(change.timeZone)}. Settlements that were already cut keep their time zone.`
          : 'The new details are printed on statements from now on.'
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
        The currency {store.currency}, the segment {store.salesSegment} and {store.settlement}{' '}
        settlement cannot be changed, because orders and settlements depend on them.
      </p>
    </CommandDialog>
  );
};

const fields: readonly {
  readonly name: StoreDetail;
  readonly label: string;
  readonly most: number;
  readonly hint?: string;
}[] = [
  { name: 'name', label: 'Name', most: 256 },
  {
    ...{ name: 'timeZone', label: 'Time zone', most: 64 },
    hint: 'IANA name; settlements are cut at its midnight',
  },
  { name: 'taxNumber', label: 'Tax number', most: 64, hint: 'Printed on statements' },
  { name: 'line1', label: 'Address', most: 256 },
  { name: 'line2', label: 'Address, second line', most: 256 },
  { name: 'postalCode', label: 'Postal code', most: 256 },
  { name: 'city', label: 'City', most: 256 },
  { name: 'countryCode', label: 'Country', most: 2, hint: 'Two letters, such as SE' },
];

interface StoreFieldsProps {
  /** The details as they are stored now. All are empty for a new store. */
  readonly before: StoreDetails;
  readonly details: StoreDetails;
  readonly onDetails: (details: StoreDetails) => void;
}

/** The fields for the details that can be changed later. */
const StoreFields = ({ before, details, onDetails }: StoreFieldsProps) => (
  <div className="field-grid">
    {fields.map(({ name, label, most, hint }) => (
      <TextField
        key={name}
        label={label}
        hint={hint}
        maxLength={most}
        autoComplete="off"
        value={details[name]}
        wrong={
          isTakenAway(name, before, details) ? 'This can be replaced, but not removed' : undefined
        }
        onChange={({ target }) => onDetails({ ...details, [name]: target.value })}
      />
    ))}
  </div>
);
