import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { makeKey } from './idempotency-key.js';

interface CommandOptions<Request, Outcome> {
  /** Sends the command under the key and waits until its outcome can be read. */
  readonly send: (request: Request, key: string) => Promise<Outcome>;
  /** The keys of queries that are read again after the command, accepted or not. */
  readonly changes: readonly (readonly unknown[])[];
}

/**
 * A command of a dialogue. All its attempts have one idempotency key: a repetition after a lost
 * answer finds what the first attempt did, and the same key with another amount is refused.
 */
export const useCommand = <Request, Outcome>({
  send,
  changes,
}: CommandOptions<Request, Outcome>) => {
  const [key] = useState(makeKey);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: Request) => send(request, key),
    // After a failure as well: a command whose answer was lost may have taken effect.
    onSettled: async () => {
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
};
