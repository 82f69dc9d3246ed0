import { useMoney } from '../../money/currencies.js';
import { Money } from '../../ui/values.js';
import { barOf, parts, type BarSums, type Part } from './replay.js';

const names: Readonly<Record<Part, string>> = {
  captured: 'Captured',
  requested: 'Requested',
  cancelled: 'Cancelled',
  remaining: 'Left',
};

interface SumsBarProps {
  readonly sums: BarSums;
  readonly currency: string;
}

/**
 * Shows, as a bar and in figures, how much of the order is captured, requested, cancelled or left.
 */
export const SumsBar = ({ sums, currency }: SumsBarProps) => {
  const { money } = useMoney();
  const label = parts.map((part) => `${names[part]} ${money(sums[part], currency)}`).join(', ');
  return (
    <div className="sums">
      <div className="sums-bar" role="img" aria-label={label}>
        {barOf(sums).map(({ part, share }) => (
          <span key={part} className={`part ${part}`} style={{ flexGrow: share }} />
        ))}
      </div>
      <dl className="sums-figures">
        <Figure name="Total" amount={sums.total} currency={currency} />
        {parts.map((part) => (
          <Figure
            key={part}
            part={part}
            name={names[part]}
            amount={sums[part]}
            currency={currency}
          />
        ))}
        <Figure name="Refunded" part="refunded" amount={sums.refunded} currency={currency} />
      </dl>
    </div>
  );
};

interface FigureProps {
  readonly name: string;
  readonly part?: Part | 'refunded';
  readonly amount: number;
  readonly currency: string;
}

const Figure = ({ name, part, amount, currency }: FigureProps) => (
  <div data-sum={name.toLowerCase()}>
    <dt>
      {part !== undefined && <span className={`key ${part}`} aria-hidden="true" />} {name}
    </dt>
    <dd>
      <Money minor={amount} currency={currency} />
    </dd>
  </div>
);
