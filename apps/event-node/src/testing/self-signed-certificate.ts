import { generateKeyPairSync, sign } from 'node:crypto';

/** Encodes one element of DER, the format of certificates: tag, length, contents. */
const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(contents);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, body]);
};

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));

const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const commonNameId = '550403';
const subjectAltNameId = '551d11';
const dayMs = 86_400_000;

const extensions = (): Buffer => {
  const localhost = der(0x82, Buffer.from('localhost'));
  const address = der(0x87, Buffer.from([127, 0, 0, 1]));
  const names = der(0x04, sequence(localhost, address));
  return der(0xa3, sequence(sequence(objectId(subjectAltNameId), names)));
};

/**
 * Makes a certificate for `localhost` that is valid for a day and signed by its own key.
 * Certificate and key are returned in PEM.
 */
export const selfSignedCertificate = (): { readonly cert: string; readonly key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(
    der(0x31, sequence(objectId(commonNameId), der(0x0c, Buffer.from('event node of a test')))),
  );
  const now = Date.now();
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now - dayMs)), time(new Date(now + dayMs))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(),
  );
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  const base64 = sequence(content, ecdsaWithSha256, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
