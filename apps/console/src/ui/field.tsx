import { useId, type ComponentProps, type ReactNode } from 'react';

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  /** The mistake in the value, in words for the reader. */
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
