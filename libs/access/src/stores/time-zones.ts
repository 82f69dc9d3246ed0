/**
 * Zones that the runtime calls by names which IANA has replaced (CLDR keeps a zone's first name),
 * with their present names.
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

/** Zones of fixed offset. IANA's names have the opposite sign. */
const withoutPlace = [
  ...['UTC', 'Etc/UTC'],
  ...Array.from({ length: 14 }, (_, hours) => `Etc/GMT-${hours + 1}`),
  ...Array.from({ length: 12 }, (_, hours) => `Etc/GMT+${hours + 1}`),
];

/** The canonical IANA names, which are the accepted time zones of a store. */
export const timeZones: ReadonlySet<string> = new Set([
  ...withoutPlace,
  ...Intl.supportedValuesOf('timeZone')
    .filter((name) => name.includes('/') && !name.startsWith('Etc/'))
    .map((name) => renamed[name] ?? name),
]);

/**
 * Returns whether this is the canonical IANA name of a time zone. Other names that the runtime
 * accepts, such as BST, IST and AET, are ambiguous: BST is Dhaka for the runtime and London for
 * PostgreSQL.
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
 * Returns the canonical name of a stored zone from when other names were accepted. It is the zone
 * that the runtime used to cut its settlements, or UTC if the runtime no longer knows it.
 */
export const canonicalTimeZone = (stored: string): string => {
  if (timeZones.has(stored)) return stored;
  const name = runtimeZone(stored) ?? 'UTC';
  const canonical = renamed[name] ?? name;
  return timeZones.has(canonical) ? canonical : 'UTC';
};
