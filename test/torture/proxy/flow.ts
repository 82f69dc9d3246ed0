import type { Socket } from 'node:net';

/** The network conditions ("weather") of a link in one direction. */
export interface Weather {
  /** True while no bytes pass. Bytes are kept and passed on when the stall is over. */
  readonly stalled: boolean;
  readonly delayMs: number;
  /** The speed limit of each connection, in bytes per second. */
  readonly bytesPerSecond: number;
}

export const fair: Weather = { stalled: false, delayMs: 0, bytesPerSecond: Infinity };

/**
 * The way to end a connection: `closed` properly, or by a `reset`, as when the other machine
 * crashes.
 */
export type Cut = 'closed' | 'reset';

/**
 * Resets a connection. If the socket is already shutting down, it is destroyed instead, because
 * Node.js never closes a socket that is reset in that state.
 */
export const reset = (socket: Socket): void => {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
};

/** Bytes that wait to be passed on. Undefined `bytes` mark the end of the stream. */
interface Piece {
  readonly bytes: Buffer | undefined;
  readonly dueAt: number;
}

interface Ends {
  readonly from: Socket;
  readonly to: Socket;
}

/** When a stalled or slow flow has this many bytes waiting, it stops reading from the sender. */
const keptBytesMax = 1024 * 1024;
const throttleStepMs = 50;

/**
 * One direction of a connection. Bytes are passed on in order, but late, slowly or not at all, as
 * the weather demands.
 */
export class Flow {
  private readonly pieces: Piece[] = [];
  private keptBytes = 0;
  private draining = false;
  private freeAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private bytesToCut = Infinity;
  private cut: Cut = 'closed';

  constructor(
    private readonly ends: Ends,
    private readonly weather: () => Weather,
    private readonly onCut: () => void,
  ) {
    ends.from.on('data', (bytes: Buffer) => {
      this.take(bytes);
    });
    ends.from.on('end', () => {
      this.take(undefined);
    });
    ends.to.on('drain', () => {
      this.draining = false;
      this.pass();
    });
  }

  /**
   * Passes `bytes` more bytes on and then ends the connection, usually in the middle of a message.
   */
  cutAfter(bytes: number, cut: Cut): void {
    this.bytesToCut = bytes;
    this.cut = cut;
  }

  /** Passes on all bytes that may pass now. Call this after each change of the weather. */
  pass(): void {
    clearTimeout(this.timer);
    while (!this.draining && !this.weather().stalled) {
      const piece = this.pieces[0];
      if (piece === undefined) break;
      const waitMs = Math.max(piece.dueAt, this.freeAt) - performance.now();
      if (waitMs > 0) {
        this.timer = setTimeout(() => {
          this.pass();
        }, waitMs);
        return;
      }
      this.passFirst(piece);
    }
    if (this.keptBytes < keptBytesMax) this.ends.from.resume();
  }

  end(): void {
    clearTimeout(this.timer);
    this.pieces.length = 0;
  }

  private take(bytes: Buffer | undefined): void {
    this.pieces.push({ bytes, dueAt: performance.now() + this.weather().delayMs });
    this.keptBytes += bytes?.length ?? 0;
    if (this.keptBytes >= keptBytesMax) this.ends.from.pause();
    this.pass();
  }

  private passFirst({ bytes, dueAt }: Piece): void {
    this.pieces.shift();
    if (bytes === undefined) {
      this.ends.to.end();
      return;
    }
    const { bytesPerSecond } = this.weather();
    const most = Math.max(1, Math.floor((bytesPerSecond * throttleStepMs) / 1_000));
    const now = bytes.subarray(0, most);
    const later = bytes.subarray(now.length);
    if (later.length > 0) this.pieces.unshift({ bytes: later, dueAt });
    this.freeAt = performance.now() + (now.length / bytesPerSecond) * 1_000;
    this.keptBytes -= now.length;
    this.write(now);
  }

  private write(bytes: Buffer): void {
    const { from, to } = this.ends;
    this.bytesToCut -= bytes.length;
    if (this.bytesToCut > 0) {
      this.draining = !to.write(bytes);
      return;
    }
    const part = bytes.subarray(0, bytes.length + this.bytesToCut);
    this.bytesToCut = Infinity;
    this.pieces.length = 0;
    if (this.cut === 'reset') {
      to.write(part, () => {
        reset(to);
        this.onCut();
      });
    } else {
      to.end(part, () => {
        from.destroy();
        this.onCut();
      });
    }
  }
}
