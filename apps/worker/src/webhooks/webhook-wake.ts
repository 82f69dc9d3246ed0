import { Injectable } from '@nestjs/common';
import { pause } from '../pause.js';

/** Wakes the one who waits for something to deliver. */
@Injectable()
export class WebhookWake {
  private awake = new AbortController();

  wake(): void {
    this.awake.abort();
  }

  /** Resolves when woken, also if that was since the last wait, or after so many milliseconds. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    await pause(ms, AbortSignal.any([signal, this.awake.signal]));
    this.awake = new AbortController();
  }
}
