import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

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
  return useMutation({
    mutationFn: (request: Request) => send(request, key),
    // Read again after failures too: a command whose answer was lost may have taken effect.
    onSettled: async () => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
};

const bytes = 16;

/** A key of 128 random bits. Browsers offer `randomUUID` over https only. */
const makeKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
