import { TextField } from '../../ui/field.js';

interface ReferenceFieldProps {
  readonly value: string;
  readonly onChange: (reference: string) => void;
}

/** What the shop calls a command. */
export const ReferenceField = ({ value, onChange }: ReferenceFieldProps) => (
  <TextField
    label="Reference"
    hint="Kept in the history"
    maxLength={128}
    value={value}
    onChange={({ target }) => onChange(target.value)}
  />
);
