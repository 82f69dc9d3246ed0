import type { KeyedRequest, RequestKeys } from '#access';

/** Remembers in memory for which request each idempotency key was used. */
export const requestKeysInMemory = (): RequestKeys => {
  const used = new Map<string, { readonly request: string; readonly kept: boolean }>();
  const keys: Pick<RequestKeys, 'claim' | 'keep' | 'release'> = {
    claim: async ({ key, request }: KeyedRequest) => {
      const former = used.get(key);
      if (former === undefined) used.set(key, { request, kept: false });
      return Promise.resolve(former === undefined || former.request === request);
    },
    keep: async ({ key, request }: KeyedRequest) => {
      if ((used.get(key)?.request ?? request) === request) used.set(key, { request, kept: true });
      return Promise.resolve();
    },
    release: async ({ key, request }: KeyedRequest) => {
      const former = used.get(key);
      if (former?.request === request && !former.kept) used.delete(key);
      return Promise.resolve();
    },
  };
  return keys as RequestKeys;
};
