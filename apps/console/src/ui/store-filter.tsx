import { useSession } from '../session/session.js';
import { SelectField } from './field.js';

interface StoreFilterProps {
  /** Empty: all of the client's stores. */
  readonly store: string;
  readonly onChange: (store: string) => void;
}

/** One of the client's stores, or all of them. */
export const StoreFilter = ({ store: chosen, onChange }: StoreFilterProps) => {
  const { stores } = useSession();
  const options = stores.map(({ store }) => ({ value: store, name: store }));
  return (
    <SelectField
      label="Store"
      value={chosen}
      options={[{ value: '', name: 'All' }, ...options]}
      onChange={onChange}
    />
  );
};
