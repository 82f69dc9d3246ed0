import { TextField } from '../../ui/field.js';

interface ReferenceFieldProps {
  readonly value: string;
  readonly onChange: (reference: string) => void;
}

/** The shop's own reference for a command. */
export const ReferenceField = ({ value, onChange }: ReferenceFieldProps) => (
  <TextField
    label="Reference"
    hint="Kept in the history"
    maxLength={128}
    value={value}
    onChange={({ target }) => onChange(target.value)}
  />
);
