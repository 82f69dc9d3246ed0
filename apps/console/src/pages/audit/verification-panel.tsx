import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../api/client.js';
import type { VerificationRun } from '../../api/types.js';
import { timeText } from '../../time/times.js';
import { TextField } from '../../ui/field.js';
import { Fault } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { counted, Said } from '../../ui/values.js';
import { VerificationResult } from './verification-result.js';

const lookEveryMs = 700;
const hash = /^[\da-f]{64}$/;

/** The newest verification. It is read again every 700 ms while it runs. */
const useNewest = () =>
  useQuery({
    queryKey: ['verifications', 'last'],
    queryFn: () => read(api.GET('/v1/audit/verifications', { params: { query: { limit: 1 } } })),
    refetchInterval: ({ state }) =>
      state.data?.items[0]?.status === 'running' ? lookEveryMs : false,
  });

const useStart = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sealHash: string) =>
      read(api.POST('/v1/audit/verifications', { body: sealHash === '' ? {} : { sealHash } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['verifications'] }),
  });
};

/**
 * The HTML id of the field for the hash against which the log is verified. When the user picks a
 * seal, which has such a hash, the page moves the focus to this field.
 */
export const sealHashField = 'seal-hash';

interface VerificationPanelProps {
  readonly sealHash: string;
  readonly onSealHash: (sealHash: string) => void;
}

/** Starts a verification of the whole log, and shows its progress and its findings. */
export const VerificationPanel = ({ sealHash, onSealHash }: VerificationPanelProps) => {
  const { data, error, refetch } = useNewest();
  const { mutate, error: refused, isPending } = useStart();
  const wanted = sealHash.trim().toLowerCase();
  const isWrong = wanted !== '' && !hash.test(wanted);
  const run = data?.items[0];
  const isRunning = run?.status === 'running';
  return (
    <Panel title="Verification of the whole log">
      <div className="stack tight">
        <TextField
          id={sealHashField}
          label="Hash of a seal that was kept elsewhere (optional)"
          autoComplete="off"
          spellCheck={false}
          value={sealHash}
          wrong={isWrong ? '64 hexadecimal digits' : undefined}
          hint="With this hash the verification proves that nothing before that seal was changed since the hash was kept"
          onChange={({ target }) => onSealHash(target.value)}
        />
        <p>
          <button
            className="button primary"
            type="button"
            disabled={isPending || isRunning || isWrong}
            onClick={() => mutate(wanted)}
          >
            {isRunning ? 'Verifying…' : 'Verify the log and the read model'}
          </button>
        </p>
        {error !== null && <Fault error={error} onRetry={() => void refetch()} />}
        {refused !== null && <Fault error={refused} />}
        {run !== undefined && <Run run={run} />}
      </div>
    </Panel>
  );
};

const Run = ({ run }: { run: VerificationRun }) => (
  <>
    <p className="soft">
      Begun {timeText(run.startedAt)} by <Said text={run.requestedBy} />
      {run.endedAt !== undefined && <>, ended {timeText(run.endedAt)}</>}
      {run.sealHash !== undefined && (
        <>
          , with the seal <span className="mono">{run.sealHash}</span>
        </>
      )}
    </p>
    {run.status === 'running' && <Progress run={run} />}
    {run.status === 'stopped' && (
      <p>
        The verification was stopped together with its process and has no result. Start it again.
      </p>
    )}
    {run.result !== undefined && <VerificationResult result={run.result} />}
  </>
);

const steps = { reading: 'Reading the log', checking: 'Checking stream by stream' } as const;

const Progress = ({ run: { progress } }: { run: VerificationRun }) => (
  <div>
    <progress
      className="progress"
      aria-label="Progress of the verification"
      max={1}
      value={progress?.share ?? 0}
    />
    <p className="soft small" role="status">
      {progress === undefined
        ? 'Beginning'
        : `${steps[progress.step]}: ${counted(progress.events, 'event')}`}
    </p>
  </div>
);
