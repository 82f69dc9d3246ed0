import { createRequire } from 'node:module';

/**
 * The module `node:fs`, loaded by `require`, because the functions of a module that is loaded by
 * `import` cannot be replaced.
 */
const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

type Callback = (error: Error) => void;

const noSpace = (): Error => Object.assign(new Error('No space left.'), { code: 'ENOSPC' });

/**
 * Simulates a disk that can be full. While it is full, a write stores the first half of its bytes,
 * as on a file system that runs out of blocks, and fails with ENOSPC. A test constructs this object
 * before it imports any module that writes files.
 */
export class FullDisk {
  isFull = false;
  readonly #write = fs.write;
  readonly #writeSync = fs.writeSync;

  constructor() {
    this.#replace('write', (...call: unknown[]) => {
      if (!this.isFull) return Reflect.apply(this.#write, fs, call) as unknown;
      this.#writeHalf(call);
      return setImmediate(call.at(-1) as Callback, noSpace());
    });
    this.#replace('writeSync', (...call: unknown[]) => {
      if (!this.isFull) return Reflect.apply(this.#writeSync, fs, call) as unknown;
      this.#writeHalf(call);
      throw noSpace();
    });
  }

  remove(): void {
    this.#replace('write', this.#write);
    this.#replace('writeSync', this.#writeSync);
  }

  #writeHalf([file, bytes, offset = 0, length, at]: unknown[]): void {
    const buffer = bytes as Buffer;
    const half = Math.floor(((length as number | undefined) ?? buffer.length) / 2);
    this.#writeSync(file as number, buffer, offset as number, half, at as number);
  }

  /**
   * Replaces a function of `node:fs`. The properties of the function are kept, because
   * `util.promisify` finds the promise form of the function by one of them.
   */
  #replace(name: 'write' | 'writeSync', replacement: unknown): void {
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(fs[name]));
    Object.assign(fs, { [name]: replacement });
  }
}
