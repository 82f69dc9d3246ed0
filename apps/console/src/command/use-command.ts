import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const pageWaitMs = 3_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

interface CommandOptions<Request, Outcome> {
  /** Sends the command with this idempotency key and waits until its outcome can be read. */
  readonly send: (request: Request, key: string) => Promise<Outcome>;
  /**
   * The query keys of the data that the command may change. After the command, accepted or not,
   * this data is read again.
   */
  readonly changes: readonly (readonly unknown[])[];
}

/**
 * Sends the command of a dialogue. Every attempt in one dialogue has the same idempotency key. If
 * the first answer is lost, a second attempt returns the first outcome and does not capture again.
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
    // The dialogue waits for the page's new data before it shows the outcome, but at most 3
    // seconds.
    onSuccess: () => Promise.race([readAgain(), pause(pageWaitMs)]),
    // A command without an answer may have taken effect, so the page is read again. The error is
    // shown without waiting for that, because an unreachable API would not answer these reads
    // either.
    onError: () => void readAgain(),
  });
};

const bytes = 16;

/**
 * Makes an idempotency key of 128 random bits. `randomUUID` would be simpler, but browsers offer it
 * over https only.
 */
const makeKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
