interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, name: string])[];
  readonly onChange: (value: Value) => void;
}

/** A choice between a few values that are all in sight. */
export const Segments = <Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentsProps<Value>) => (
  <div className="segments" role="group" aria-label={label}>
    {options.map(([one, name]) => (
      <button key={one} type="button" aria-pressed={value === one} onClick={() => onChange(one)}>
        {name}
      </button>
    ))}
  </div>
);
