import ipaddr from 'ipaddr.js';
import { wrong } from './setting.js';

const namedRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

type Reader<Value> = (text: string) => Value | typeof wrong;

export const text: Reader<string> = (value) => value;

export const oneOf =
  <Choice extends string>(...choices: readonly Choice[]): Reader<Choice> =>
  (value) =>
    choices.find((choice) => choice === value) ?? wrong;

export const flag: Reader<boolean> = (value) =>
  value === 'true' || value === 'false' ? value === 'true' : wrong;

export const wholeNumber =
  (least: number, most: number): Reader<number> =>
  (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= most ? number : wrong;
  };

export const port = wholeNumber(0, 65_535);

export const matching =
  (pattern: RegExp): Reader<string> =>
  (value) =>
    pattern.test(value) ? value : wrong;

export const urlOf =
  (...protocols: readonly string[]): Reader<string> =>
  (value) =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : wrong;

/** esdb URLs may name several hosts, which `URL` does not read; the client checks the rest. */
export const eventStoreUrl = matching(/^esdb(\+discover)?:\/\/[^\s/?]+/);

/** Addresses, ranges and names of ranges, comma separated. */
export const proxies: Reader<readonly string[]> = (value) => {
  const entries = value.split(',').map((entry) => entry.trim());
  const isProxy = (entry: string): boolean =>
    namedRanges.has(entry) || ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
  return entries.every(isProxy) ? entries : wrong;
};

export const key32: Reader<Buffer> = (value) => {
  const key = Buffer.from(value, 'base64');
  return key.length === 32 && /^[A-Za-z0-9+/_-]{43}=?$/.test(value) ? key : wrong;
};
