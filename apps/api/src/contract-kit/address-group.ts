import ipaddr from 'ipaddr.js';

/**
 * The network address that stands for a caller before it is known who it is. One household or
 * machine is given a whole /64 of IPv6, so all of that is one; an IPv4 address is one however it is
 * written.
 */
export const addressGroup = (address: string | undefined): string => {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
};
