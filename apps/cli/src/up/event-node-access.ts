import { randomBytes, X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepSecret } from '#runtime';
import type { Settings } from '#runtime';

const user = 'ledger';
const dayMs = 86_400_000;
const validDays = 20 * 365;
/** At a start the certificate is replaced if it is valid for fewer days than this. */
const leftDaysMin = 365;

/** Returns whether a node that listens on this address can be reached as `localhost`. */
const isLocal = (host: string): boolean =>
  ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'].includes(host);

/**
 * Returns settings that restrict the embedded event node to this instance and its owner: a
 * self-signed certificate, its key, and a user with a password, all generated into DATA_DIR.
 * Returns no settings if the operator has set any of them, or lets the node listen on an address
 * for which the certificate would not be valid.
 */
export const eventNodeAccess = async (settings: Settings): Promise<Record<string, string>> => {
  const { eventNodeTlsCertFile, eventNodeTlsKeyFile, eventNodeUsers, dataDir } = settings;
  const isSet = [eventNodeTlsCertFile, eventNodeTlsKeyFile, eventNodeUsers].some(Boolean);
  if (isSet || !isLocal(settings.eventNodeHost)) return {};
  const files = { cert: join(dataDir, 'event-node.crt'), key: join(dataDir, 'event-node.key') };
  if (!isUsable(files)) await makePair(files);
  const password = keepSecret(join(dataDir, 'event-node.password'), () =>
    randomBytes(24).toString('hex'),
  );
  return {
    EVENT_NODE_TLS_CERT_FILE: files.cert,
    EVENT_NODE_TLS_KEY_FILE: files.key,
    EVENT_NODE_USERS: `${user}:${password}`,
  };
};

interface PairFiles {
  readonly cert: string;
  readonly key: string;
}

/**
 * Returns whether both files exist and belong together, and the certificate is valid now and stays
 * valid for at least a year.
 */
const isUsable = ({ cert, key }: PairFiles): boolean => {
  try {
    const certificate = new X509Certificate(readFileSync(cert));
    const isLong = Date.parse(certificate.validTo) > Date.now() + leftDaysMin * dayMs;
    // True if the certificate is not valid yet, because it was made while the clock was ahead.
    const isEarly = Date.parse(certificate.validFrom) > Date.now();
    return isLong && !isEarly && certificate.checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    return false;
  }
};

/**
 * Makes a certificate and its key. If the process is killed after one of the two files, the files
 * do not match, and the next start makes both again.
 */
const makePair = async ({ cert, key }: PairFiles): Promise<void> => {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + validDays * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  replace(key, made.private);
  replace(cert, made.cert);
};

const replace = (file: string, text: string): void => {
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
};
