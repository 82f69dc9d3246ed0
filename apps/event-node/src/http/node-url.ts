interface NodeAddress {
  readonly host: string;
  readonly port: number;
  /** The PEM file that clients trust, undefined for plaintext. */
  readonly caFile: string | undefined;
  /** `name:password`, undefined if the node asks for none. */
  readonly user: string | undefined;
}

/** The connection string with which the official client finds a node. */
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
