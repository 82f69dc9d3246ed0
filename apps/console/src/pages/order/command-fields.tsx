import { useState } from 'react';
import { useMoney } from '../../money/currencies.js';
import { typedAmount } from '../../money/money.js';
import { TextField } from '../../ui/field.js';

interface ReferenceFieldProps {
  readonly value: string;
  readonly onChange: (reference: string) => void;
}

/**
 * The field for the reference by which the shop itself knows the capture, refund or cancellation.
 */
export const ReferenceField = ({ value, onChange }: ReferenceFieldProps) => (
  <TextField
    label="Reference"
    hint="Stored in the history"
    maxLength={128}
    value={value}
    onChange={({ target }) => onChange(target.value)}
  />
);

interface AmountFieldProps {
  readonly currency: string;
  /** Called with the amount in minor units, or `undefined` while the text is not a valid amount. */
  readonly onAmount: (minor: number | undefined) => void;
}

/** A field for an amount. A text with two possible meanings, such as `1,234`, is not accepted. */
export const AmountField = ({ currency, onAmount }: AmountFieldProps) => {
  const { decimalsOf, money } = useMoney();
  const [text, setText] = useState('');
  const decimals = decimalsOf(currency);
  const amountIn = (typed: string): number | undefined =>
    decimals === undefined ? undefined : typedAmount(typed, decimals);
  const read = amountIn(text);
  return (
    <TextField
      label={`Amount in ${currency}`}
      inputMode="decimal"
      autoComplete="off"
      disabled={decimals === undefined}
      value={text}
      hint={
        read === undefined ? `Such as ${decimals === 0 ? '95' : '95.00'}` : money(read, currency)
      }
      wrong={
        text !== '' && read === undefined ? 'Digits with one decimal point or comma' : undefined
      }
      onChange={({ target }) => {
        setText(target.value);
        onAmount(amountIn(target.value));
      }}
    />
  );
};
