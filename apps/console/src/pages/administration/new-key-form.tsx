import { useState } from 'react';
import type { components } from '../../api/openapi.js';
import { SelectField, TextField } from '../../ui/field.js';

export type KeyRequest = components['schemas']['KeyRequest'];
type Kind = KeyRequest['kind'];

const permissions = ['read', 'write', 'read_write'] as const;
const kinds: readonly { readonly value: Kind; readonly name: string }[] = [
  { value: 'woocommerce', name: 'WooCommerce' },
  { value: 'medusa', name: 'Medusa' },
  { value: 'akinon', name: 'Akinon' },
];

interface NewKeyFormProps {
  readonly stores: readonly string[];
  readonly isBusy: boolean;
  readonly onMake: (request: KeyRequest) => void;
}

interface Draft {
  readonly kind: Kind;
  readonly store: string;
  /** The rights of a WooCommerce key. The other kinds of key do not use the field. */
  readonly permission: (typeof permissions)[number];
  /**
   * The log-in name: an e-mail address for Medusa, a user name for Akinon. WooCommerce keys have
   * none.
   */
  readonly name: string;
  readonly password: string;
}

const requestOf = ({ kind, store, permission, name, password }: Draft): KeyRequest => {
  const logIn = kind === 'medusa' ? { email: name, password } : { username: name, password };
  return {
    kind,
    ...(store !== '' && { store }),
    ...(kind === 'woocommerce' ? { permission } : logIn),
  };
};

/**
 * Makes a key with which a client can call the ledger as if it were WooCommerce, Medusa or Akinon.
 * The fields of the form depend on that choice.
 */
export const NewKeyForm = ({ stores, isBusy, onMake }: NewKeyFormProps) => {
  const [draft, setDraft] = useState<Draft>({
    ...{ kind: 'woocommerce', store: stores[0] ?? '', permission: 'read_write' },
    ...{ name: '', password: '' },
  });
  const { kind, store, permission } = draft;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onMake(requestOf(draft));
      }}
    >
      <h3>New key</h3>
      <SelectField
        label="Kind"
        value={kind}
        options={kinds}
        onChange={(to) => setDraft({ ...draft, kind: to })}
      />
      <SelectField
        label="Store"
        value={store}
        options={stores.map((one) => ({ value: one, name: one }))}
        onChange={(to) => setDraft({ ...draft, store: to })}
      />
      {kind === 'woocommerce' ? (
        <SelectField
          label="Permission"
          value={permission}
          options={permissions.map((one) => ({ value: one, name: one }))}
          onChange={(to) => setDraft({ ...draft, permission: to })}
        />
      ) : (
        <LogIn draft={draft} onDraft={setDraft} />
      )}
      <p>
        <button className="button" type="submit" disabled={isBusy}>
          Make the key
        </button>
      </p>
    </form>
  );
};

interface LogInProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

const LogIn = ({ draft, onDraft }: LogInProps) => (
  <>
    <TextField
      label={draft.kind === 'medusa' ? 'E-mail' : 'User name'}
      required
      autoComplete="off"
      value={draft.name}
      onChange={({ target }) => onDraft({ ...draft, name: target.value })}
    />
    <TextField
      label="Password"
      type="password"
      required
      autoComplete="new-password"
      value={draft.password}
      onChange={({ target }) => onDraft({ ...draft, password: target.value })}
    />
  </>
);
