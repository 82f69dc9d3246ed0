/**
 * Zones that were renamed: the JavaScript runtime still returns the former name (left), because
 * CLDR keeps the first name of a zone. The right side is the present IANA name.
 */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/**
 * Zones with a fixed offset. The sign in IANA's names is reversed: Etc/GMT-2 is two hours ahead of
 * UTC.
 */
const withoutPlace = [
  ...['UTC', 'Etc/UTC'],
  ...Array.from({ length: 14 }, (_, hours) => `Etc/GMT-${hours + 1}`),
  ...Array.from({ length: 12 }, (_, hours) => `Etc/GMT+${hours + 1}`),
];

/** The canonical IANA names. A store has to have one of these time zones. */
export const timeZones: ReadonlySet<string> = new Set([
  ...withoutPlace,
  ...Intl.supportedValuesOf('timeZone')
    .filter((name) => name.includes('/') && !name.startsWith('Etc/'))
    .map((name) => renamed[name] ?? name),
]);

/**
 * True if this is the canonical IANA name of a time zone. Other names that the runtime accepts,
 * such as BST, IST and AET, are ambiguous: BST is Dhaka for the runtime and London for PostgreSQL.
 */
export const isTimeZone = (name: string): boolean => timeZones.has(name);

const runtimeZone = (name: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/**
 * Returns the canonical name of a stored time zone. Earlier releases also accepted other names,
 * such as BST. For such a name, the result is the zone with which the store's settlements were cut,
 * or UTC if the runtime no longer knows the name.
 */
export const canonicalTimeZone = (stored: string): string => {
  if (timeZones.has(stored)) return stored;
  const name = runtimeZone(stored) ?? 'UTC';
  const canonical = renamed[name] ?? name;
  return timeZones.has(canonical) ? canonical : 'UTC';
};
