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

/** A key for another contract; its parameters are those of its kind. */
export const NewKeyForm = ({ stores, isBusy, onMake }: NewKeyFormProps) => {
  const [kind, setKind] = useState<Kind>('woocommerce');
  const [store, setStore] = useState(stores[0] ?? '');
  const [permission, setPermission] = useState<(typeof permissions)[number]>('read_write');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const logIn = kind === 'medusa' ? { email: name, password } : { username: name, password };
  const request: KeyRequest = {
    kind,
    ...(store !== '' && { store }),
    ...(kind === 'woocommerce' ? { permission } : logIn),
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        onMake(request);
      }}
    >
      <h3>New key</h3>
      <SelectField label="Kind" value={kind} options={kinds} onChange={setKind} />
      <SelectField
        label="Store"
        value={store}
        options={stores.map((one) => ({ value: one, name: one }))}
        onChange={setStore}
      />
      {kind === 'woocommerce' ? (
        <SelectField
          label="Permission"
          value={permission}
          options={permissions.map((one) => ({ value: one, name: one }))}
          onChange={setPermission}
        />
      ) : (
        <LogIn
          label={kind === 'medusa' ? 'E-mail' : 'User name'}
          name={name}
          password={password}
          onName={setName}
          onPassword={setPassword}
        />
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
  readonly label: string;
  readonly name: string;
  readonly password: string;
  readonly onName: (name: string) => void;
  readonly onPassword: (password: string) => void;
}

const LogIn = ({ label, name, password, onName, onPassword }: LogInProps) => (
  <>
    <TextField
      label={label}
      required
      autoComplete="off"
      value={name}
      onChange={({ target }) => onName(target.value)}
    />
    <TextField
      label="Password"
      type="password"
      required
      autoComplete="new-password"
      value={password}
      onChange={({ target }) => onPassword(target.value)}
    />
  </>
);
