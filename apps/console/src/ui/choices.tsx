interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: readonly Value[]) => void;
}

/** A checkbox for each of a few values. */
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
