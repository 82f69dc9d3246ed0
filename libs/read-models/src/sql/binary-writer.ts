const noDigit = 0xff;
const hexDigits = new Uint8Array(128).fill(noDigit);
for (let value = 0; value < 16; value += 1) {
  const character = value.toString(16);
  hexDigits[character.charCodeAt(0)] = value;
  hexDigits[character.toUpperCase().charCodeAt(0)] = value;
}

const twoTo32 = 0x1_0000_0000;
const uuidLength = 36;
const dash = 0x2d;

/** Writes values in PostgreSQL's binary format, in which each value is preceded by its length. */
export class BinaryWriter {
  #bytes: Buffer;
  #written = 0;

  constructor(bytesExpected: number) {
    this.#bytes = Buffer.allocUnsafe(bytesExpected);
  }

  /** The number of bytes written so far. */
  get length(): number {
    return this.#written;
  }

  /** Returns all written bytes. The writer must not be used after that. */
  take(): Buffer {
    return this.#bytes.subarray(0, this.#written);
  }

  null(): void {
    this.bare32(-1);
  }

  boolean(value: boolean): void {
    this.bare32(1);
    this.#bytes[this.#reserve(1)] = value ? 1 : 0;
  }

  int32(value: number): void {
    this.bare32(4);
    this.bare32(value);
  }

  int64(value: number | bigint): void {
    this.bare32(8);
    const at = this.#reserve(8);
    if (typeof value === 'number' && Number.isSafeInteger(value)) {
      const high = Math.floor(value / twoTo32);
      this.#bytes.writeInt32BE(high, at);
      this.#bytes.writeUInt32BE(value - high * twoTo32, at + 4);
    } else this.#bytes.writeBigInt64BE(BigInt(value), at);
  }

  /** @throws TypeError for a text that is not a UUID */
  uuid(value: string): void {
    this.bare32(16);
    let at = this.#reserve(16);
    let wrong = value.length - uuidLength;
    for (let index = 0; index < uuidLength; index += 2) {
      if (index === 8 || index === 13 || index === 18 || index === 23) {
        wrong |= value.charCodeAt(index) - dash;
        index += 1;
      }
      const [high, low] = [digit(value, index), digit(value, index + 1)];
      wrong |= (high | low) & 0xf0;
      this.#bytes[at] = (high << 4) | low;
      at += 1;
    }
    if (wrong !== 0) throw new TypeError(`"${value}" is no UUID`);
  }

  text(value: string): void {
    // Reserves the most bytes that the text may need: a UTF-16 code unit takes at most three bytes
    // in UTF-8. Bytes that are not used are given back.
    const lengthAt = this.#reserve(4 + value.length * 3);
    const bytes = this.#bytes.write(value, lengthAt + 4, 'utf8');
    this.#bytes.writeInt32BE(bytes, lengthAt);
    this.#written = lengthAt + 4 + bytes;
  }

  /** Writes a 32-bit number without a length in front. */
  bare32(value: number): void {
    this.#bytes.writeInt32BE(value, this.#reserve(4));
  }

  /** Makes room for a number of bytes and returns the offset of the first of them. */
  #reserve(bytes: number): number {
    const at = this.#written;
    this.#written += bytes;
    if (this.#written > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#written, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    return at;
  }
}

const digit = (text: string, index: number): number => hexDigits[text.charCodeAt(index)] ?? noDigit;
