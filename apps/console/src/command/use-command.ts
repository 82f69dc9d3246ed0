import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const pageWaitMs = 3_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

interface CommandOptions<Request, Outcome> {
  /** Sends the command under the key and waits until its outcome can be read. */
  readonly send: (request: Request, key: string) => Promise<Outcome>;
  /** The keys of queries that are read again after the command, accepted or not. */
  readonly changes: readonly (readonly unknown[])[];
}

/**
 * Sends the command of a dialogue. All attempts of a dialogue have the same idempotency key: after
 * a lost answer the next attempt gets the outcome of the first, and cannot capture a second time.
 */
export const useCommand = <Request, Outcome>({
  send,
  changes,
}: CommandOptions<Request, Outcome>) => {
  const [key] = useState(makeKey);
  const queries = useQueryClient();
  const readAgain = () =>
    Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
  return useMutation({
    mutationFn: (request: Request) => send(request, key),
    // The page is up to date when the dialogue shows the outcome, unless reading takes too long.
    onSuccess: () => Promise.race([readAgain(), pause(pageWaitMs)]),
    // A command whose answer was lost may have taken effect. Its failure is shown at once: if the
    // API is away, the page cannot be read again either.
    onError: () => void readAgain(),
  });
};

const bytes = 16;

/** A key of 128 random bits. Browsers offer `randomUUID` over https only. */
const makeKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
