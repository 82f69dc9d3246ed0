import { X509Certificate } from 'node:crypto';

interface NodeAddress {
  readonly host: string;
  readonly port: number;
  /**
   * The PEM file with the certificates by which a client checks the certificate of the node.
   * Undefined if the node listens without TLS.
   */
  readonly caFile: string | undefined;
  /** The credentials `name:password`; undefined if the node needs none. */
  readonly user: string | undefined;
}

/** The connection string with which the official client connects to a node. */
export const nodeUrl = ({ host, port, caFile, user }: NodeAddress): string => {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const [name = '', ...password] = user?.split(':') ?? [];
  const credentials =
    user === undefined
      ? ''
      : `${encodeURIComponent(name)}:${encodeURIComponent(password.join(':'))}@`;
  const tls =
    caFile === undefined ? 'tls=false' : `tls=true&tlsCAFile=${encodeURIComponent(caFile)}`;
  return `esdb://${credentials}${authority}?${tls}`;
};

/**
 * Addresses that mean "all addresses of this machine". A node can listen on them, but no client can
 * connect to them.
 */
const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', '']);

/**
 * The host name with which clients on this machine reach a node that listens on `host`. Newer
 * versions of Node.js accept no IP address as the name of a TLS server, so a loopback address
 * becomes `localhost` if the certificate (PEM) is valid for that name.
 */
export const connectableHost = (host: string, certificate: Buffer | undefined): string => {
  const reachable = everyAddress.has(host) ? '127.0.0.1' : host;
  const isLoopback = reachable === '127.0.0.1' || reachable === '::1';
  if (certificate === undefined || !isLoopback) return reachable;
  return new X509Certificate(certificate).checkHost('localhost') ?? reachable;
};
