import { useMoney } from '../../money/currencies.js';
import type { MeantAmount } from '../../money/meant-amounts.js';
import { Segments, SelectField, StoreFilter, TextField } from '../../ui/field.js';
import { chosenAmount, type OrderSearch, orderStatuses, searchedBy } from './order-search.js';

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

interface SearchMeaningProps {
  readonly search: OrderSearch;
  /** The amounts that the search text may mean: "346" can be 346.00 SEK or 346 JPY. */
  readonly meant: readonly MeantAmount[];
  readonly onChange: (search: OrderSearch) => void;
}

const asText = 'text';

/**
 * If the search text can be an amount, the user chooses what to look for: the text, or one of the
 * amounts that the text may mean.
 */
export const SearchMeaning = ({ search, meant, onChange }: SearchMeaningProps) => {
  const { amount: text } = useMoney();
  const chosen = chosenAmount(search, meant);
  if (chosen === undefined || search.text.trim() === '') return null;
  const currencyOf = ({ currencies }: MeantAmount): string => currencies[0] ?? '';
  const nameOf = (one: MeantAmount): string =>
    `Amount ${text(one.minor, currencyOf(one))} ${one.currencies.join(' or ')}`;
  return (
    <div>
      <Segments
        label="Look for"
        value={searchedBy(search, chosen) === 'text' ? asText : currencyOf(chosen)}
        options={[
          [asText, 'Number, reference, customer'],
          ...meant.map((one) => [currencyOf(one), nameOf(one)] as const),
        ]}
        onChange={(value) =>
          onChange(
            value === asText
              ? { ...search, by: 'text', currency: '' }
              : { ...search, by: 'amount', currency: value },
          )
        }
      />
    </div>
  );
};
