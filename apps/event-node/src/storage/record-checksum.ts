import { crc32 } from 'node:zlib';

const CHECKSUM_BYTES = 4;
const NO_CHECKSUM = Buffer.alloc(CHECKSUM_BYTES);

/**
 * Checksums of the records of one log. They start from a secret of the log and the record's
 * position: bytes that a client sent, or a record that lies elsewhere, are never taken for one.
 */
export class RecordChecksum {
  readonly #salt: number;

  constructor(salt: number) {
    this.#salt = salt;
  }

  /** Sets the checksum of a complete record whose field for it is zero. */
  set(record: Buffer, position: number): void {
    record.writeUInt32BE(crc32(record, this.#seed(position)), 0);
  }

  isRight(record: Buffer, position: number): boolean {
    const seed = crc32(NO_CHECKSUM, this.#seed(position));
    return crc32(record.subarray(CHECKSUM_BYTES), seed) === record.readUInt32BE(0);
  }

  #seed(position: number): number {
    return (this.#salt + position) % 2 ** 32;
  }
}
