import { randomBytes, X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepSecret } from '#runtime';
import type { Settings } from '#runtime';

const user = 'ledger';
const dayMs = 86_400_000;
const validDays = 20 * 365;
/** If the certificate is valid for fewer days than this, the next start replaces it. */
const leftDaysMin = 365;

/** Returns true if a node that listens on this address can be reached as `localhost`. */
const isLocal = (host: string): boolean =>
  ['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::'].includes(host);

/**
 * Returns settings that let only this instance and the owner of DATA_DIR use the embedded event
 * node. The settings are a self-signed certificate, its key, and a user with a password, all
 * generated in DATA_DIR. The result is empty if the operator has set any of them. The result is
 * also empty if the node listens on an address that the certificate does not cover.
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
 * Returns true if both files exist and match, and the certificate is valid now and for at least
 * another year.
 */
const isUsable = ({ cert, key }: PairFiles): boolean => {
  try {
    const certificate = new X509Certificate(readFileSync(cert));
    const isLong = Date.parse(certificate.validTo) > Date.now() + leftDaysMin * dayMs;
    // True if the certificate is not valid yet. The cause may be a clock that was ahead when the
    // certificate was made.
    const isEarly = Date.parse(certificate.validFrom) > Date.now();
    return isLong && !isEarly && certificate.checkPrivateKey(createPrivateKey(readFileSync(key)));
  } catch {
    return false;
  }
};

/**
 * Generates a certificate and its key. If the process is killed between the two writes, the files
 * do not match, and the next start generates both again.
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
