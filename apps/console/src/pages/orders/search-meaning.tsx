import { useMoney } from '../../money/currencies.js';
import type { MeantAmount } from '../../money/meant-amounts.js';
import { Segments } from '../../ui/segments.js';
import { chosenAmount, searchedBy, type OrderSearch } from './order-search.js';

interface SearchMeaningProps {
  readonly search: OrderSearch;
  /** The amounts that the text can be. */
  readonly meant: readonly MeantAmount[];
  readonly onChange: (search: OrderSearch) => void;
}

const asText = 'text';

/** The choice between the meanings of a text that can be an amount as well, or several. */
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
