import { asError } from '../faults/as-error.js';
import { OutcomeUnknown } from '../faults/outcome-unknown.js';
import type { Verdict } from './decide-line.js';
import type { Executed, OrderExecution } from './order-execution.js';
import type { InLine } from './order-line.js';
import type { RevisionPositions } from './revision-positions.js';

type Told = Exclude<Verdict, { readonly kind: 'failed' }>;

/** Tells the callers of the first commands in line what became of them. What the verdicts say is durable. */
export const tellVerdicts = async (
  inLine: readonly InLine<OrderExecution, Executed>[],
  verdicts: readonly Verdict[],
  positions: RevisionPositions | undefined,
): Promise<void> => {
  await Promise.all(
    inLine.slice(0, verdicts.length).map(async ({ answer, fail }, index) => {
      const verdict = verdicts[index];
      if (verdict === undefined) return;
      if (verdict.kind === 'failed') {
        fail(verdict.error);
        return;
      }
      try {
        answer(await executedOf(verdict, positions));
      } catch (error) {
        fail(asError(error));
      }
    }),
  );
};

const executedOf = async (
  verdict: Told,
  positions: RevisionPositions | undefined,
): Promise<Executed> => {
  if (verdict.kind === 'rejected') return verdict;
  if (positions === undefined) throw new TypeError('Only an order accepts a command.');
  return verdict.kind === 'accepted' ? acceptedNow(verdict, positions) : again(verdict, positions);
};

const acceptedNow = async (
  { decision, after }: Extract<Told, { kind: 'accepted' }>,
  positions: RevisionPositions,
): Promise<Executed> => ({
  kind: 'accepted',
  replayed: false,
  revision: after.revision,
  position: await positions.atOrBehind(after.revision),
  ...captureIdOf(decision),
  order: after.order,
});

const again = async (
  { decision, order }: Extract<Told, { kind: 'replayed' }>,
  positions: RevisionPositions,
): Promise<Executed> => {
  const { revision } = decision;
  const position = await positions.of(revision);
  if (position === undefined) throw new OutcomeUnknown(`The log has no event ${revision}.`);
  return {
    kind: 'accepted',
    replayed: true,
    revision,
    position,
    ...captureIdOf(decision),
    ...(decision.correlationId !== undefined && { correlationId: decision.correlationId }),
    order,
  };
};

const captureIdOf = ({ captureId }: { captureId?: string }): { captureId?: string } =>
  captureId === undefined ? {} : { captureId };
