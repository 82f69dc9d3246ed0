import { Injectable } from '@nestjs/common';

/** Wakes the one who waits for something to deliver. */
@Injectable()
export class WebhookWake {
  private isWoken = false;
  private resume: () => void = () => undefined;

  wake(): void {
    this.isWoken = true;
    this.resume();
  }

  /** Resolves when woken, also if that was since the last wait, or after so many milliseconds. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.isWoken && !signal.aborted) await this.sleep(ms, signal);
    this.isWoken = false;
  }

  /** Leaves no listener behind: the signal lives as long as the worker is the active one. */
  private sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.resume = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end, { once: true });
      this.resume = end;
    });
  }
}
