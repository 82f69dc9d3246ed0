import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 250;
const answerWithinMs = 5_000;
/** A system that takes longer says why, and again after so long. */
const tellAfterMs = 2_000;
const tellEveryMs = 10_000;

export interface Waiting {
  readonly isStopping: () => boolean;
  /** Told what is missing: names of dependencies, or that the API does not answer. */
  readonly onWait: (missing: string) => void;
}

/** Waits until the API says that it can answer requests; false if the system is being stopped before. */
export const untilReady = async (
  url: string,
  { isStopping, onWait }: Waiting,
): Promise<boolean> => {
  let tellAt = performance.now() + tellAfterMs;
  while (!isStopping()) {
    const missing = await missingAt(url);
    if (missing === undefined) return true;
    if (performance.now() >= tellAt) {
      onWait(missing);
      tellAt = performance.now() + tellEveryMs;
    }
    await delay(askEveryMs);
  }
  return false;
};

type Readiness = Readonly<Record<string, { readonly status?: string } | string>>;

/** Undefined if nothing is. */
const missingAt = async (url: string): Promise<string | undefined> => {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const answer = await fetch(`${url}/health/ready`, { signal });
    if (answer.ok) return undefined;
    const readiness = (await answer.json()) as Readiness;
    const down = Object.entries(readiness).filter(
      ([, state]) => typeof state === 'object' && state.status === 'down',
    );
    return down.map(([name]) => name).join(', ') || `status ${answer.status}`;
  } catch (error) {
    return `the API does not answer (${error instanceof Error ? error.message : String(error)})`;
  }
};
