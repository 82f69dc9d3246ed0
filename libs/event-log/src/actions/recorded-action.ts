/** The stream of the audit trail of administrative actions (docs/decisions/0031). */
export const actionStream = 'ledger-actions';
export const actionType = 'ActionRecorded';

/**
 * `requested`: the action is about to be done. `done`, `refused` (by a rule) and `failed` (for
 * another reason) are the results of the request with the same `actionId`. `seen`: it was found to
 * have happened.
 */
export const actionOutcomes = ['requested', 'done', 'refused', 'failed', 'seen'] as const;
export type ActionOutcome = (typeof actionOutcomes)[number];

export type ActionDetail = string | number | readonly string[];

/** One entry of the trail: no secret and no customer's data. */
export interface RecordedAction {
  /** UUID. A request and its result have the same. */
  readonly actionId: string;
  /**
   * The route, as `POST /v1/clients`, the command, as `ledger client create`, or `log-in failed`.
   */
  readonly action: string;
  readonly outcome: ActionOutcome;
  /** Client id, or `operator`. */
  readonly by: string;
  /** An address; of an operator, the account and the machine. */
  readonly from: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly at: string;
  /** The things it is done to, by name. */
  readonly target: Readonly<Record<string, ActionDetail>>;
  /** The API's code for the refusal. Absent in older entries, and where there is no code. */
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

/** The data of an entry, checked; `undefined` if it is not one. */
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
