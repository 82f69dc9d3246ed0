import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Caller } from '#access';
import type { VerificationVerdict } from '#evidence';
import { Matching } from '../../../contract-kit/body/fields.js';
import type { Plain } from '../../../contract-kit/describe.js';
import type { VerificationRun } from '../../../queries/verifications/verification-runs.js';
import type {
  KeptFinding,
  VerificationResult,
} from '../../../queries/verifications/verification-result.js';
import { Limit } from '../fields/numbers.js';
import { PageQuery } from '../requests/pages.js';

/** The body of `POST /v1/audit/verifications`, which may be left out. */
export class VerificationRequest {
  @Matching(/^[\da-f]{64}$/, {
    mustBe: 'a SHA-256 in 64 hexadecimal digits',
    optional: true,
    schema: { type: 'string', pattern: '^[\\da-f]{64}$' },
    description:
      'The hash of a seal that was kept elsewhere: the log must have a seal with this hash',
    example: 'a9548255ca6f8f5d3e13ff3e372d55b381698717af531ceccfd5a60e0e2888f1',
  })
  readonly sealHash?: string;
}

/** The parameters of `GET /v1/audit/verifications`. */
export class VerificationsQuery extends PageQuery {
  @Limit('Verifications', 100)
  declare readonly limit?: string;
}

class ProgressResponse {
  @ApiProperty({ enum: ['reading', 'checking'] })
  step!: 'reading' | 'checking';

  @ApiProperty({ description: 'Number of events of this step so far' })
  events!: number;

  @ApiPropertyOptional({
    description: 'Finished share of all steps, 0 to 1; absent while it is unknown',
  })
  share?: number;
}

class LogFindingResponse {
  @ApiProperty({
    description: 'What did not hold; docs/audit.md explains each kind',
    example: 'chain',
  })
  kind!: string;

  @ApiPropertyOptional({ description: 'Place in the log', example: '40961' })
  position?: string;

  @ApiPropertyOptional({
    description: 'For clients with `admin` only, because it may name an order',
  })
  stream?: string;

  @ApiPropertyOptional({ description: 'Place in the stream', example: '3' })
  revision?: string;

  @ApiPropertyOptional({ description: 'For clients with `admin` only' })
  detail?: string;
}

class KeptSealResponse {
  @ApiProperty({ description: 'From 0' })
  number!: number;

  @ApiProperty({ format: 'date-time' })
  sealedAt!: string;

  @ApiProperty({ description: 'Position of the last event that the seal covers' })
  coversTo!: string;

  @ApiProperty({ description: 'Number of events that this seal and all earlier seals cover' })
  events!: number;
}

class LogResultResponse {
  @ApiProperty({ enum: ['holds', 'not sealed', 'empty', 'findings'] })
  verdict!: VerificationVerdict;

  @ApiProperty({ type: [String] })
  proved!: readonly string[];

  @ApiProperty({ type: [String] })
  notProved!: readonly string[];

  @ApiProperty({ type: [String] })
  warnings!: readonly string[];

  @ApiProperty()
  events!: number;

  @ApiProperty()
  orders!: number;

  @ApiProperty({ description: 'Position of the last event that was verified' })
  position!: string;

  @ApiProperty()
  seals!: number;

  @ApiProperty({ description: 'The last sealed position; -1 if the log has no seal' })
  sealedTo!: string;

  @ApiProperty({ description: 'Number of events after the last seal' })
  unsealedEvents!: number;

  @ApiPropertyOptional({ description: 'Hash of the last seal: keep it outside the ledger' })
  lastSeal?: string;

  @ApiPropertyOptional({ format: 'date-time' })
  lastSealedAt?: string;

  @ApiPropertyOptional({ type: KeptSealResponse, description: 'The seal whose hash was given' })
  keptSeal?: KeptSealResponse;

  @ApiProperty({ description: 'All findings' })
  findingsCount!: number;

  @ApiProperty({
    type: [LogFindingResponse],
    description: 'The first hundred findings, in the order of the log',
  })
  findings!: readonly LogFindingResponse[];
}

/** A verification of the whole log, as answers show it. */
export class VerificationRunResponse {
  @ApiProperty({ format: 'uuid' })
  verificationId!: string;

  @ApiProperty({
    enum: ['running', 'done', 'stopped'],
    description: '`stopped`: the process ended before the verification; it has no result',
  })
  status!: VerificationRun['status'];

  @ApiProperty({ example: 'auditor' })
  requestedBy!: string;

  @ApiPropertyOptional({ description: 'The seal whose hash was given' })
  sealHash?: string;

  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  endedAt?: string;

  @ApiPropertyOptional({ type: ProgressResponse })
  progress?: ProgressResponse;

  @ApiPropertyOptional({ type: LogResultResponse })
  result?: LogResultResponse;
}

/**
 * A finding in the form in which this caller may see it. Only an administrator sees the detail and
 * the stream. Both may name an order of a store for which another caller does not act. Kind and
 * position reveal nothing about a store.
 */
const findingResponse =
  ({ scopes }: Caller) =>
  ({ kind, detail, stream, revision, position }: KeptFinding): Plain<LogFindingResponse> => ({
    kind,
    ...(position !== undefined && { position }),
    ...(scopes.includes('admin') && {
      detail,
      ...(stream !== undefined && { stream }),
      ...(revision !== undefined && { revision }),
    }),
  });

const resultResponse = (
  { keptSeal, findings, ...result }: VerificationResult,
  caller: Caller,
): Plain<LogResultResponse> => ({
  ...result,
  ...(keptSeal && {
    keptSeal: {
      number: keptSeal.number,
      sealedAt: keptSeal.sealedAt,
      coversTo: keptSeal.coversTo,
      events: keptSeal.events,
    },
  }),
  findings: findings.map(findingResponse(caller)),
});

const progressResponse = ({
  step,
  events,
  share,
}: NonNullable<VerificationRun['progress']>): Plain<ProgressResponse> => ({
  step,
  events,
  ...(share !== undefined && { share }),
});

export const runResponse = (
  { progress, result, sealHash, ...run }: VerificationRun,
  caller: Caller,
): Plain<VerificationRunResponse> => ({
  verificationId: run.verificationId,
  status: run.status,
  requestedBy: run.requestedBy,
  ...(sealHash !== null && { sealHash }),
  startedAt: run.startedAt.toISOString(),
  ...(run.endedAt !== null && { endedAt: run.endedAt.toISOString() }),
  ...(run.status === 'running' && progress !== null && { progress: progressResponse(progress) }),
  ...(result !== null && { result: resultResponse(result, caller) }),
});
