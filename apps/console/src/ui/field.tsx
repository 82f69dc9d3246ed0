import { type ComponentProps, type ReactNode, useId } from 'react';
import { useSession } from '../session/session.js';

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  /** The error message for the field's value; undefined if the value is valid. */
  readonly wrong?: string | undefined;
  readonly className?: string;
}

type TextFieldProps = Labelled & Omit<ComponentProps<'input'>, 'className'>;

export const TextField = ({
  label,
  hint,
  wrong,
  className = '',
  id: given,
  ...input
}: TextFieldProps) => {
  const made = useId();
  const id = given ?? made;
  const isDescribed = hint !== undefined || wrong !== undefined;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <input
        className="input"
        id={id}
        aria-invalid={wrong !== undefined}
        {...(isDescribed && { 'aria-describedby': `${id}-about` })}
        {...input}
      />
      {isDescribed && (
        <span id={`${id}-about`} className={wrong === undefined ? 'hint' : 'wrong'}>
          {wrong ?? hint}
        </span>
      )}
    </div>
  );
};

interface Option<Value extends string> {
  readonly value: Value;
  readonly name: string;
}

interface SelectFieldProps<Value extends string> extends Labelled {
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
}

export const SelectField = <Value extends string>({
  label,
  value,
  options,
  onChange,
  className = '',
}: SelectFieldProps<Value>) => {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <select
        className="select"
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
};

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, name: string])[];
  readonly onChange: (value: Value) => void;
}

/** Buttons of which one is selected. Pressing the selected button does nothing. */
export const Segments = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentsProps<Value>) => (
  <div className="segments" role="group" aria-label={label}>
    {options.map(([one, name]) => (
      <button
        key={one}
        type="button"
        aria-pressed={value === one}
        onClick={() => {
          if (value !== one) onChange(one);
        }}
      >
        {name}
      </button>
    ))}
  </div>
);

interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** A group of checkboxes, one for each option. */
export const Choices = <Value extends string>({
  label,
  options,
  chosen,
  onChange,
}: ChoicesProps<Value>) => (
  <fieldset className="field choice-field">
    <legend className="label">{label}</legend>
    <div className="choices">
      {options.map((option) => (
        <label key={option} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...chosen, option] : chosen.filter((one) => one !== option),
              )
            }
          />
          {option}
        </label>
      ))}
    </div>
  </fieldset>
);

interface StoreFilterProps {
  /** The id of the selected store. Empty means all stores of the client. */
  readonly store: string;
  readonly onChange: (store: string) => void;
}

/** A selection of one of the client's stores, or of all. */
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
