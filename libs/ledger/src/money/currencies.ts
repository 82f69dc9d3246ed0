const byDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
     CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
     GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
     LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
     PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
     SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

/**
 * The currencies of ISO 4217 and their number of decimals, as of 1 January 2026. A table of our own
 * and not `Intl` (domain.md, "Order"): what an amount means must not change with the runtime's
 * version. Codes without a minor unit (metals, test codes) are left out.
 */
export const currencies: ReadonlyMap<string, number> = new Map(
  byDecimals.flatMap(([decimals, codes]) =>
    codes.split(/\s+/).map((code) => [code, decimals] as const),
  ),
);

/**
 * Number of decimals of a currency's minor unit: 2 for `SEK`, 0 for `JPY`. Throws on a code that is
 * not in the table.
 */
export const currencyDecimals = (code: string): number => {
  const decimals = currencies.get(code);
  if (decimals === undefined) throw new RangeError(`"${code}" is no ISO 4217 currency`);
  return decimals;
};

/** The currencies that have this number of decimals. */
export const currenciesWith = (decimals: number): readonly string[] =>
  [...currencies].filter(([, own]) => own === decimals).map(([code]) => code);
