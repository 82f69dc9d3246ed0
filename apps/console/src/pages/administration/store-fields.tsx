import { TextField } from '../../ui/field.js';
import { isTakenAway, type StoreDetail, type StoreDetails } from './store-details.js';

const fields: readonly {
  readonly name: StoreDetail;
  readonly label: string;
  readonly most: number;
  readonly hint?: string;
}[] = [
  { name: 'name', label: 'Name', most: 256 },
  {
    ...{ name: 'timeZone', label: 'Time zone', most: 64 },
    hint: 'IANA name; settlements are cut at its midnight',
  },
  { name: 'taxNumber', label: 'Tax number', most: 64, hint: 'Printed on statements' },
  { name: 'line1', label: 'Address', most: 256 },
  { name: 'line2', label: 'Address, second line', most: 256 },
  { name: 'postalCode', label: 'Postal code', most: 256 },
  { name: 'city', label: 'City', most: 256 },
  { name: 'countryCode', label: 'Country', most: 2, hint: 'Two letters, such as SE' },
];

interface StoreFieldsProps {
  /** As the store has them; empty for a new one. */
  readonly before: StoreDetails;
  readonly details: StoreDetails;
  readonly onDetails: (details: StoreDetails) => void;
}

/** The details that can be changed. */
export const StoreFields = ({ before, details, onDetails }: StoreFieldsProps) => (
  <div className="field-grid">
    {fields.map(({ name, label, most, hint }) => (
      <TextField
        key={name}
        label={label}
        hint={hint}
        maxLength={most}
        autoComplete="off"
        value={details[name]}
        wrong={
          isTakenAway(name, before, details) ? 'It can be replaced, but not taken away' : undefined
        }
        onChange={({ target }) => onDetails({ ...details, [name]: target.value })}
      />
    ))}
  </div>
);
