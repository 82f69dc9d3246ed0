import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Readiness, VerificationRun } from '../../api/types.js';
import { useSession } from '../../session/session.js';
import { durationText, timeText } from '../../time/times.js';
import { Badge, type Tone } from '../../ui/badge.js';
import { useLastSeal, useLastVerification, useReadiness } from './use-overview.js';

/**
 * The state of the ledger: its readiness, the lag of the read model, and how much of the log is
 * sealed (covered by a hash) and verified.
 */
export const StateFigures = () => {
  const isAuditor = useSession().scopes.includes('audit:read');
  const { data, error } = useReadiness();
  // If the newest read failed, an older answer would no longer be true, so nothing is shown.
  const readiness = error === null ? data : undefined;
  return (
    <Figures>
      <Figure label="Ledger" note={readiness && downText(readiness)}>
        {error !== null && <Badge tone="bad">does not answer</Badge>}
        {error === null && readiness === undefined && '…'}
        {readiness !== undefined && (
          <Badge tone={readiness.status === 'ready' ? 'good' : 'bad'}>{readiness.status}</Badge>
        )}
      </Figure>
      <Figure
        label="Read model behind"
        note={readiness?.projection.position && `at position ${readiness.projection.position}`}
      >
        {lagText(readiness)}
      </Figure>
      <LastSeal isAllowed={isAuditor} />
      <LastVerification isAllowed={isAuditor} />
    </Figures>
  );
};

const lagText = (readiness: Readiness | undefined): string => {
  const seconds = readiness?.projection.lagSeconds;
  return typeof seconds === 'number' ? durationText(seconds) : '…';
};

const downText = ({ eventStore, postgres, projection, gateway }: Readiness): string => {
  const down = Object.entries({ eventStore, postgres, projection, gateway })
    .filter(([, part]) => part?.status === 'down')
    .map(([name]) => name);
  return down.length === 0 ? 'every part is up' : `down: ${down.join(', ')}`;
};

const needsScope = <span className="soft small">needs audit:read</span>;

const LastSeal = ({ isAllowed }: { isAllowed: boolean }) => {
  const { data: seal } = useLastSeal(isAllowed);
  if (!isAllowed) return <Figure label="Last seal">{needsScope}</Figure>;
  return (
    <Figure
      label="Last seal"
      note={seal ? <>set {timeText(seal.sealedAt)}</> : seal === null ? 'none yet' : undefined}
    >
      {seal ? <Link to="/audit">no. {seal.revision}</Link> : '–'}
    </Figure>
  );
};

const tones: Readonly<Record<string, Tone>> = {
  holds: 'good',
  findings: 'bad',
  running: 'accent',
  stopped: 'warn',
};

const wordOf = ({ status, result }: VerificationRun): string =>
  status === 'done' ? (result?.verdict ?? status) : status;

const LastVerification = ({ isAllowed }: { isAllowed: boolean }) => {
  const { data: run } = useLastVerification(isAllowed);
  if (!isAllowed) return <Figure label="Last verification">{needsScope}</Figure>;
  if (!run) return <Figure label="Last verification">{run === null ? 'none yet' : '…'}</Figure>;
  return (
    <Figure label="Last verification" note={`begun ${timeText(run.startedAt)}`}>
      <Link to="/audit">
        <Badge tone={tones[wordOf(run)] ?? 'plain'}>{wordOf(run)}</Badge>
      </Link>
    </Figure>
  );
};

interface FigureProps {
  readonly label: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

const Figure = ({ label, note, children }: FigureProps) => (
  <div className="figure" data-figure={label}>
    <dt className="label">{label}</dt>
    <dd className="value">{children}</dd>
    {note !== undefined && <dd className="note">{note}</dd>}
  </div>
);

const Figures = ({ children }: { children: ReactNode }) => <dl className="figures">{children}</dl>;
