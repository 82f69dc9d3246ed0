/** A number below 2^48 as a stored value. */
export const encodeNumber = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
};

export const decodeNumber = (bytes: Buffer): number => bytes.readUIntBE(0, 6);
