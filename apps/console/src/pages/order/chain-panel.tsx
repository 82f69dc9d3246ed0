import { useMutation } from '@tanstack/react-query';
import { api, read } from '../../api/client.js';
import type { OrderVerification } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { Answer } from '../../ui/answer.js';
import { Badge } from '../../ui/badge.js';
import { Fault, Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import type { ChainState } from './chain.js';
import { verifier, type useChain } from './use-chain.js';

interface ChainPanelProps {
  readonly orderId: string;
  /** Number of events in the history. */
  readonly events: number;
  readonly chain: ReturnType<typeof useChain>;
}

/** The hash chain of the order, and the comparison with the read model. */
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
    <Badge tone="good">✓ {state.verified} links</Badge>
  ) : (
    <Badge tone="bad">broken at {state.brokenAt}</Badge>
  );

const how = {
  browser: 'recomputed in this browser with WebCrypto (SHA-256), from the texts that were hashed',
  api: 'recomputed by the API: this page did not come over https, so the browser hashes nothing',
} as const;

const ChainText = ({ state, events }: { state: ChainState; events: number }) => (
  <>
    <p>
      {state.verified} of {Math.max(events, state.verified)} links hold, {how[verifier()]}.
    </p>
    {state.brokenAt !== undefined && (
      <Notice tone="bad" title={`The link of revision ${state.brokenAt} does not hold`}>
        <p>Its content or chain value was changed, or an event is missing before it.</p>
      </Notice>
    )}
    <p className="small soft">
      Last link <span className="mono">{state.chain}</span>
    </p>
  </>
);

/** The audit call compares every row that the read model has of the order with its fold. */
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
        {found.events} events: chain, rules and every row of the read model, verified by the API.
      </p>
    </Notice>
  ) : (
    <Notice tone="bad" title={`${found.findingsCount} findings`}>
      {found.findings.map(({ kind, detail, revision }, at) => (
        <p key={at}>
          {kind} {revision !== undefined && `at revision ${revision}`}: {detail}
        </p>
      ))}
    </Notice>
  );
