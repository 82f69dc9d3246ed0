import { useState } from 'react';
import { api, read } from '../../api/client.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { SelectField, TextField } from '../../ui/field.js';

interface Draft {
  readonly store: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly salesSegment: 'B2C' | 'B2B';
  readonly settlement: 'daily' | 'weekly' | 'monthly';
}

const emptyDraft: Draft = {
  store: '',
  currency: '',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  salesSegment: 'B2C',
  settlement: 'daily',
};

export const NewStoreDialog = ({ onClose }: { onClose: () => void }) => {
  const [draft, setDraft] = useState(emptyDraft);
  const { mutate, data, error, isPending } = useCommand({
    send: (body: Draft) => read(api.POST('/v1/stores', { body })),
    changes: [['stores']],
  });
  const given = {
    ...draft,
    store: draft.store.trim(),
    currency: draft.currency.trim().toUpperCase(),
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
      <StoreFields draft={draft} onDraft={setDraft} />
    </CommandDialog>
  );
};

interface StoreFieldsProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const StoreFields = ({ draft, onDraft }: StoreFieldsProps) => (
  <>
    <TextField
      label="Id"
      value={draft.store}
      onChange={({ target }) => onDraft({ ...draft, store: target.value })}
    />
    <TextField
      label="Currency"
      placeholder="SEK"
      maxLength={3}
      value={draft.currency}
      onChange={({ target }) => onDraft({ ...draft, currency: target.value })}
    />
    <TextField
      label="Time zone"
      value={draft.timeZone}
      onChange={({ target }) => onDraft({ ...draft, timeZone: target.value })}
    />
    <SelectField
      label="Segment"
      value={draft.salesSegment}
      options={[
        { value: 'B2C', name: 'B2C' },
        { value: 'B2B', name: 'B2B' },
      ]}
      onChange={(salesSegment) => onDraft({ ...draft, salesSegment })}
    />
    <SelectField
      label="Settled"
      value={draft.settlement}
      options={[
        { value: 'daily', name: 'daily' },
        { value: 'weekly', name: 'weekly' },
        { value: 'monthly', name: 'monthly' },
      ]}
      onChange={(settlement) => onDraft({ ...draft, settlement })}
    />
  </>
);
