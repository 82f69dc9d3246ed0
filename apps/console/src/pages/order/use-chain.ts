import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.js';
import { browserHash, chainBegin, verifyLinks, type ChainState } from './chain.js';

const linksPerPage = 1_000;

const readLinks = (orderId: string, cursor: string | undefined) =>
  read(
    api.GET('/v1/audit/orders/{id}/chain', {
      params: {
        path: { id: orderId },
        query: { limit: linksPerPage, ...(cursor !== undefined && { cursor }) },
      },
    }),
  );

/** Reads all links and recomputes each in this browser. */
const verifyHere = async (orderId: string): Promise<ChainState> => {
  const hash = browserHash();
  if (hash === undefined) throw new Error('This browser hashes only over https');
  let state = chainBegin;
  let cursor: string | undefined;
  do {
    const page = await readLinks(orderId, cursor);
    state = await verifyLinks(state, page.items, hash);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && state.brokenAt === undefined);
  return state;
};

/** As the API finds it; of a chain that breaks it names the revision. */
const verifyByApi = async (orderId: string): Promise<ChainState> => {
  const path = { id: orderId };
  const found = await read(api.GET('/v1/audit/orders/{id}/verification', { params: { path } }));
  const broken = found.findings.find(({ kind }) => kind !== 'read-model');
  return broken === undefined
    ? { verified: found.events, chain: found.chain }
    : {
        verified: Number(broken.revision ?? 0),
        brokenAt: broken.revision ?? '0',
        chain: found.chain,
      };
};

export type VerifiedBy = 'browser' | 'api';

/**
 * Checked with WebCrypto if the browser offers it (over https or on this machine), else by the API.
 */
export const verifier = (): VerifiedBy => (browserHash() === undefined ? 'api' : 'browser');

/** The chain of an order. It is read beside the history and does not wait for it. */
export const useChain = (orderId: string, isOn: boolean) =>
  useQuery({
    queryKey: ['order', orderId, 'chain'],
    queryFn: () => (verifier() === 'browser' ? verifyHere(orderId) : verifyByApi(orderId)),
    enabled: isOn,
  });
