import { useState } from 'react';
import { api, read } from '../../api/client.js';
import { CommandDialog } from '../../command/command-dialog.js';
import { useCommand } from '../../command/use-command.js';
import { useSession } from '../../session/session.js';
import { Choices, TextField, Segments } from '../../ui/field.js';
import { Secret } from '../../ui/secret.js';

type Kind = 'standard' | 'walley';

export const NewWebhookDialog = ({ onClose }: { onClose: () => void }) => {
  const { stores } = useSession();
  const names = stores.map(({ store }) => store);
  const [url, setUrl] = useState('');
  const [kind, setKind] = useState<Kind>('standard');
  const [chosen, setChosen] = useState<readonly string[]>(names);
  const { mutate, data, error, isPending } = useCommand({
    send: (wanted: { kind: Kind; url: string; stores: string[] }, key) =>
      read(
        api.POST('/v1/webhooks', { params: { header: { 'Idempotency-Key': key } }, body: wanted }),
      ),
    changes: [['webhooks']],
  });
  return (
    <CommandDialog
      title="New endpoint"
      verb="Make the endpoint"
      confirmation="The endpoint is called for every event of these stores from now on."
      isIncomplete={url.trim() === '' || chosen.length === 0}
      isKeyed
      isSending={isPending}
      error={error}
      {...(data !== undefined && {
        outcome: <Secret name="Secret for signatures" value={data.secret} />,
      })}
      onSend={() => mutate({ kind, url: url.trim(), stores: [...chosen] })}
      onClose={onClose}
    >
      <TextField
        label="URL"
        type="url"
        placeholder="https://shop.example.com/ledger-events"
        value={url}
        onChange={({ target }) => setUrl(target.value)}
      />
      <div>
        <Segments
          label="Form of the messages"
          value={kind}
          options={[
            ['standard', 'Standard Webhooks'],
            ['walley', 'Walley'],
          ]}
          onChange={setKind}
        />
      </div>
      <Choices label="Stores" options={names} chosen={chosen} onChange={setChosen} />
    </CommandDialog>
  );
};
