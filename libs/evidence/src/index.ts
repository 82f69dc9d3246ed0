export type { Finding, FindingsSummary } from './findings/findings.js';
export { type Manifest, UnreadableManifest } from './export/manifest.js';
export { NotAnExport, writeExport, type ExportProgress } from './export/write-export.js';
export {
  assuranceOf,
  type Assurance,
  type VerificationVerdict,
  type Verified,
  counted,
} from './report/assurance.js';
export { certificateOf, certificateText, findingText } from './report/certificate.js';
export type { KeptSeal } from './seals/check-seals.js';
export { sealOf, sealStream, type NumberedSeal, type Seal } from './seals/seal.js';
export { Sealer } from './seals/sealer.js';
export type { SettlementStreams, HistoriesReadTo } from './verification/compare-read-model.js';
export {
  errorText,
  type Verification,
  type VerificationProgress,
} from './verification/verification.js';
export { WorkerThreads } from './verification/jobs.js';
export { ExportNotFound, verifyExport } from './verification/verify-export.js';
export { verifyLog } from './verification/verify-log.js';
export {
  verifyOrder,
  type OrderVerification,
  type VerifiedOrder,
} from './verification/verify-order.js';
