import { SelectField, TextField } from '../../ui/field.js';
import { StoreFilter } from '../../ui/store-filter.js';
import { orderStatuses, type OrderSearch } from './order-search.js';

interface OrderFiltersProps {
  readonly search: OrderSearch;
  readonly onChange: (search: OrderSearch) => void;
}

export const OrderFilters = ({ search, onChange }: OrderFiltersProps) => (
  <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
    <TextField
      className="search"
      label="Search"
      type="search"
      placeholder="Number, reference, customer or amount"
      value={search.text}
      onChange={({ target }) => onChange({ ...search, text: target.value })}
    />
    <StoreFilter store={search.store} onChange={(store) => onChange({ ...search, store })} />
    <SelectField
      label="Status"
      value={search.status}
      options={[
        { value: '' as const, name: 'All' },
        ...orderStatuses.map((status) => ({ value: status, name: status })),
      ]}
      onChange={(status) => onChange({ ...search, status })}
    />
    <TextField
      label="Placed from"
      type="date"
      value={search.from}
      onChange={({ target }) => onChange({ ...search, from: target.value })}
    />
    <TextField
      label="Placed to"
      type="date"
      value={search.to}
      onChange={({ target }) => onChange({ ...search, to: target.value })}
    />
  </form>
);
