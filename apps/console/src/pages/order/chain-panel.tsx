import { useMutation, useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.js';
import type { OrderVerification } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { Answer } from '../../ui/answer.js';
import { Badge } from '../../ui/badge.js';
import { Fault, Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { counted } from '../../ui/values.js';
import { browserHash, chainBegin, type ChainState, verifyLinks } from './chain.js';

interface ChainPanelProps {
  readonly orderId: string;
  /** Number of events in the history. */
  readonly events: number;
  readonly chain: ReturnType<typeof useChain>;
}

/**
 * Shows whether the hash chain over the order's events is intact, and offers to compare the read
 * model with the events.
 */
export const ChainPanel = ({ orderId, events, chain }: ChainPanelProps) => {
  const isAuditor = useSession().scopes.includes('audit:read');
  return (
    <Panel title="Evidence" aside={chain.data !== undefined && <ChainBadge state={chain.data} />}>
      {isAuditor ? (
        <div className="stack tight">
          <Answer of={chain} loading="Recomputing the chain">
            {(state) => <ChainText state={state} events={events} />}
          </Answer>
          <Comparison orderId={orderId} />
        </div>
      ) : (
        <p className="soft">
          Needs the scope <span className="mono">audit:read</span>.
        </p>
      )}
    </Panel>
  );
};

const ChainBadge = ({ state }: { state: ChainState }) =>
  state.brokenAt === undefined ? (
    <Badge tone="good">✓ {counted(state.verified, 'link')}</Badge>
  ) : (
    <Badge tone="bad">broken at {state.brokenAt}</Badge>
  );

const how = {
  browser: 'recomputed in this browser with WebCrypto (SHA-256), from the texts that were hashed',
  api: 'recomputed by the API, because browsers compute hashes only on pages that came over https',
} as const;

const ChainText = ({ state, events }: { state: ChainState; events: number }) => (
  <>
    <p>
      {state.verified} of {Math.max(events, state.verified)} links hold, {how[verifier()]}.
    </p>
    {state.brokenAt !== undefined && (
      <Notice tone="bad" title={`The link of revision ${state.brokenAt} does not hold`}>
        <p>
          The content or the chain value of this event was changed, or an event is missing before
          it.
        </p>
      </Notice>
    )}
    <p className="small soft">
      Last link <span className="mono">{state.chain}</span>
    </p>
  </>
);

/** Asks the API to replay the order's events and compare the result with the read model's rows. */
const Comparison = ({ orderId }: { orderId: string }) => {
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      read(api.GET('/v1/audit/orders/{id}/verification', { params: { path: { id: orderId } } })),
  });
  return (
    <>
      <p>
        <button className="button" type="button" disabled={isPending} onClick={() => mutate()}>
          {isPending ? 'Verifying…' : 'Verify against the read model'}
        </button>
      </p>
      {error !== null && <Fault error={error} />}
      {data !== undefined && <Compared found={data} />}
    </>
  );
};

const Compared = ({ found }: { found: OrderVerification }) =>
  found.ok ? (
    <Notice tone="good" title="Everything holds">
      <p>
        {counted(found.events, 'event')}: chain, rules and every row of the read model, verified by
        the API.
      </p>
    </Notice>
  ) : (
    <Notice tone="bad" title={counted(found.findingsCount, 'finding')}>
      {found.findings.map(({ kind, detail, revision }, at) => (
        <p key={at}>
          {kind} {revision !== undefined && `at revision ${revision}`}: {detail}
        </p>
      ))}
    </Notice>
  );

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

/**
 * Reads the order's hash chain, one link for each event, and recomputes each link in this browser.
 */
const verifyHere = async (orderId: string): Promise<ChainState> => {
  const hash = browserHash();
  if (hash === undefined) throw new Error('This browser computes hashes only over https');
  let state = chainBegin;
  let cursor: string | undefined;
  do {
    const page = await readLinks(orderId, cursor);
    state = await verifyLinks(state, page.items, hash);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && state.brokenAt === undefined);
  return state;
};

/** Asks the API to verify the chain. If the chain is broken, the answer says at which revision. */
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

type VerifiedBy = 'browser' | 'api';

/**
 * The browser recomputes the hash chain if it can hash (see `browserHash`). Otherwise the API does.
 */
const verifier = (): VerifiedBy => (browserHash() === undefined ? 'api' : 'browser');

/**
 * The result of verifying the order's hash chain. `isOn` is false for a client that may not read
 * it.
 */
export const useChain = (orderId: string, isOn: boolean) =>
  useQuery({
    queryKey: ['order', orderId, 'chain'],
    queryFn: () => (verifier() === 'browser' ? verifyHere(orderId) : verifyByApi(orderId)),
    enabled: isOn,
  });
