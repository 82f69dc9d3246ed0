/**
 * The runtime calls these zones by names that IANA has given up, and will not change that (CLDR keeps a zone's first
 * name); everybody else uses the names on the right. A spec compares the list with PostgreSQL's zones.
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

/** The zones without a place, whose offsets never change; IANA turns their signs round. */
const withoutPlace = [
  ...['UTC', 'Etc/UTC'],
  ...Array.from({ length: 14 }, (_, hours) => `Etc/GMT-${hours + 1}`),
  ...Array.from({ length: 12 }, (_, hours) => `Etc/GMT+${hours + 1}`),
];

/** Every name that a store's time zone may have: the canonical ones of IANA. */
export const timeZones: ReadonlySet<string> = new Set([
  ...withoutPlace,
  ...Intl.supportedValuesOf('timeZone')
    .filter((name) => name.includes('/') && !name.startsWith('Etc/'))
    .map((name) => renamed[name] ?? name),
]);

/**
 * Whether this is the canonical IANA name of a time zone. Others that the runtime takes, such as BST, IST and AET, are
 * other zones elsewhere: for the runtime BST is Dhaka, for PostgreSQL London.
 */
export const isTimeZone = (name: string): boolean => timeZones.has(name);

const ofRuntime = (name: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/**
 * The zone that a store has whose name was written down when other names were taken: what the runtime takes it for, by
 * which its settlements were cut, under the name that PostgreSQL knows too. UTC for one that the runtime knows no more.
 */
export const timeZoneMeant = (stored: string): string => {
  if (timeZones.has(stored)) return stored;
  const name = ofRuntime(stored) ?? 'UTC';
  const canonical = renamed[name] ?? name;
  return timeZones.has(canonical) ? canonical : 'UTC';
};
