/** The stream of the audit trail of administrative actions (docs/decisions/0031). */
export const actionStream = 'ledger-actions';
export const actionType = 'ActionRecorded';

/**
 * Most actions have two entries with the same `actionId`. The first is `requested`, before the
 * action is performed. The second is its result: `done`, `refused` (by a rule) or `failed` (for
 * another reason). `seen` is a single entry for something that the ledger only noticed, such as a
 * failed log-in.
 */
export const actionOutcomes = ['requested', 'done', 'refused', 'failed', 'seen'] as const;
export type ActionOutcome = (typeof actionOutcomes)[number];

export type ActionDetail = string | number | readonly string[];

/** One entry of the audit trail. It contains no secret and no customer's data. */
export interface RecordedAction {
  /** UUID; the same in all entries of one request. */
  readonly actionId: string;
  /**
   * The route (`POST /v1/clients`), the operator's command (`ledger client create`), or `log-in
   * failed`.
   */
  readonly action: string;
  readonly outcome: ActionOutcome;
  /** The client's id; `operator` for a command of the operator. */
  readonly by: string;
  /**
   * The caller's network address. For a command of the operator: the operating system account and
   * the machine.
   */
  readonly from: string;
  /** The time of the entry: RFC 3339, UTC, with milliseconds. */
  readonly at: string;
  /**
   * The ids of the things that the action concerns, for example under `clientId` and `stores`.
   * Counts are possible as well, such as the number of `attempts` to log in.
   */
  readonly target: Readonly<Record<string, ActionDetail>>;
  /**
   * The error code of the answer, such as `CLIENT_NOT_FOUND`. Absent if the answer had no code, and
   * in entries that earlier releases wrote.
   */
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

/** The checked data of an entry; `undefined` if the data are not those of an audit trail entry. */
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
