import { asError, OutcomeUnknown } from '../faults.js';
import type { QueuedCommand } from './command-queues.js';
import type { CommandOutcome } from './decide-batch.js';
import type { Executed, OrderExecution } from './order-execution.js';
import type { RevisionPositions } from './revision-positions.js';

type SettledOutcome = Exclude<CommandOutcome, { readonly kind: 'failed' }>;

/** Answers the callers of the first commands in the queue. The outcomes are durable by then. */
export const replyToCallers = async (
  inLine: readonly QueuedCommand<OrderExecution, Executed>[],
  outcomes: readonly CommandOutcome[],
  positions: RevisionPositions | undefined,
): Promise<void> => {
  await Promise.all(
    inLine.slice(0, outcomes.length).map(async ({ answer, fail }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return;
      if (outcome.kind === 'failed') {
        fail(outcome.error);
        return;
      }
      try {
        answer(await executedOf(outcome, positions));
      } catch (error) {
        fail(asError(error));
      }
    }),
  );
};

const executedOf = async (
  outcome: SettledOutcome,
  positions: RevisionPositions | undefined,
): Promise<Executed> => {
  if (outcome.kind === 'rejected') return outcome;
  if (positions === undefined) throw new TypeError('Only an order accepts a command.');
  return outcome.kind === 'accepted'
    ? acceptedAnswer(outcome, positions)
    : replayedAnswer(outcome, positions);
};

const acceptedAnswer = async (
  { decision, after }: Extract<SettledOutcome, { kind: 'accepted' }>,
  positions: RevisionPositions,
): Promise<Executed> => ({
  kind: 'accepted',
  replayed: false,
  revision: after.revision,
  position: await positions.atOrAfter(after.revision),
  ...captureIdMember(decision),
  order: after.order,
});

const replayedAnswer = async (
  { decision, order }: Extract<SettledOutcome, { kind: 'replayed' }>,
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
    ...captureIdMember(decision),
    ...(decision.correlationId !== undefined && { correlationId: decision.correlationId }),
    order,
  };
};

const captureIdMember = ({ captureId }: { captureId?: string }): { captureId?: string } =>
  captureId === undefined ? {} : { captureId };
