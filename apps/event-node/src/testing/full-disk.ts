import { createRequire } from 'node:module';

/** Loaded with `require`, because names imported by `import` cannot be replaced later. */
const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

type Callback = (error: Error) => void;

const noSpace = (): Error => Object.assign(new Error('No space left.'), { code: 'ENOSPC' });

/**
 * A disk that can be full: it then writes the first half of a write, like a file system that runs
 * out of blocks, and fails with ENOSPC. Construct it before the import of any module that writes.
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

  /** `util.promisify` finds its own form of a function by its properties. */
  #replace(name: 'write' | 'writeSync', replacement: unknown): void {
    Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(fs[name]));
    Object.assign(fs, { [name]: replacement });
  }
}
