import { useState } from 'react';
import { api, read } from '../../api/client.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { SelectField, TextField } from '../../ui/field.js';
import { changedDetails, detailsOf } from './store-details.js';
import { StoreFields } from './store-fields.js';

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
      confirmation="An id is never given again, not even after the store was removed."
      isIncomplete={given.store === '' || given.currency === ''}
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: <p>{data.store} is there. A client has to name it to act for it.</p>,
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

/** The fields that cannot be changed once the store exists. */
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
