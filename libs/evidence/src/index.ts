export type { Finding, FindingKind, FindingsSummary } from './findings/findings.js';
export { type Manifest, type Segment, UnreadableManifest } from './export/manifest.js';
export { NotAnExport, writeExport, type ExportProgress } from './export/write-export.js';
export {
  assuranceOf,
  type Assurance,
  type VerificationVerdict,
  type Verified,
  counted,
} from './report/assurance.js';
export {
  certificateOf,
  certificateText,
  findingText,
  type Certificate,
} from './report/certificate.js';
export type { KeptSeal } from './seals/check-seals.js';
export { sealOf, sealStream, type Seal } from './seals/seal.js';
export { Sealer, type SealPace } from './seals/sealer.js';
export type { Correction } from './statements/check-statements.js';
export type { OrderHistories, SettlementStreams } from './verification/compare-read-model.js';
export type { HistoriesReadTo, ReadModelComparison } from './verification/compare-read-model.js';
export {
  errorText,
  type Verification,
  type VerificationProgress,
} from './verification/verification.js';
export { WorkerThreads } from './verification/threads.js';
export { ExportNotFound, verifyExport } from './verification/verify-export.js';
export { verifyLog } from './verification/verify-log.js';
export {
  verifyOrder,
  type OrderVerification,
  type VerifiedOrder,
} from './verification/verify-order.js';
