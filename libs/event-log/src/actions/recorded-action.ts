/** Where the audit trail of administrative actions stands (docs/decisions/0031). */
export const actionStream = 'ledger-actions';
export const actionType = 'ActionRecorded';

/**
 * `requested`: it is about to be done. `done`, `refused` by a rule, `failed` for want of something else: what became of a
 * request with the same `actionId`. `seen`: it happened already.
 */
export const actionOutcomes = ['requested', 'done', 'refused', 'failed', 'seen'] as const;
export type ActionOutcome = (typeof actionOutcomes)[number];

export type ActionDetail = string | number | readonly string[];

/** One entry of the trail: no secret and no customer's data. */
export interface RecordedAction {
  /** The same of a request and of what became of it. UUID. */
  readonly actionId: string;
  /** The route, as `POST /v1/clients`, the command, as `ledger client create`, or `log-in failed`. */
  readonly action: string;
  readonly outcome: ActionOutcome;
  /** Client id, or `operator`. */
  readonly by: string;
  /** An address; of an operator, the account and the machine. */
  readonly from: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** What it is done to, by names. */
  readonly target: Readonly<Record<string, ActionDetail>>;
  /** Why it was refused, by the code that the API answers with; absent in entries of before, and where there is none. */
  readonly code?: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const isDetail = (value: unknown): boolean =>
  typeof value === 'string' ||
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

const isTarget = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(isDetail);

/** An entry's data, checked; `undefined` if it is none. */
export const recordedActionOf = (data: unknown): RecordedAction | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { actionId, action, outcome, by, from, at, target, code } = data as Readonly<
    Record<keyof RecordedAction, unknown>
  >;
  const isAction =
    typeof actionId === 'string' &&
    uuid.test(actionId) &&
    [action, by, from].every((text) => typeof text === 'string') &&
    actionOutcomes.some((known) => known === outcome) &&
    typeof at === 'string' &&
    instant.test(at) &&
    isTarget(target) &&
    (code === undefined || typeof code === 'string');
  return isAction ? (data as RecordedAction) : undefined;
};
