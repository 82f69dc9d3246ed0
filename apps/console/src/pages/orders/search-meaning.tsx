import { useMoney } from '../../money/currencies.js';
import { Segments } from '../../ui/segments.js';
import { searchedBy, type OrderSearch } from './order-search.js';

interface SearchMeaningProps {
  readonly search: OrderSearch;
  /** The amount that the text can be; absent if it can be none. */
  readonly amount: number | undefined;
  /** The amount has the decimals of the first. */
  readonly currencies: readonly string[];
  readonly onChange: (search: OrderSearch) => void;
}

/** The choice between the two meanings of a search text that can also be an amount. */
export const SearchMeaning = ({ search, amount, currencies, onChange }: SearchMeaningProps) => {
  const { amount: text } = useMoney();
  if (amount === undefined || search.text.trim() === '') return null;
  return (
    <div>
      <Segments
        label="Look for"
        value={searchedBy(search, amount)}
        options={[
          ['text', 'Number, reference, customer'],
          ['amount', `Amount ${text(amount, currencies[0] ?? '')} ${currencies.join(' or ')}`],
        ]}
        onChange={(by) => onChange({ ...search, by })}
      />
    </div>
  );
};
