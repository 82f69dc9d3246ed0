export * from './async.js';
export {
  loadSettings,
  type Settings,
  InvalidSettings,
  readEnvFile,
} from './settings/load-settings.js';
export {
  gatewayConnection,
  refuseSandbox,
  sandboxConnection,
  type GatewayConnection,
} from './settings/gateway-connection.js';
export { settingsSchema, settingsTable } from './settings/settings-schema.js';
export {
  secretKey,
  secretKeys,
  keepSecret,
  keyFingerprint,
  keysOfRing,
  type SecretKeyRing,
} from './settings/secret-key.js';
export { reseal, SecretBox, isSameSecret } from './secrets.js';
export { createLogger, lineForwarder, type Logger, ThrottledWarnings } from './log/logger.js';
export { type LedgerProcess, stopRequest, runProcess } from './process/run-process.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './embedded-postgres/start-embedded-postgres.js';
export { makeFolder, ensureDataDir, lockInstance } from './instance/data-dir.js';
export {
  awaitFormerProcesses,
  processIdentity,
  readRunFile,
  removeRunFile,
  runningInstance,
  writeRunFile,
  type FailingProcess,
  type RunFile,
  type RunningProcess,
} from './instance/run-file.js';
export { ProcessSupervisor } from './supervision/process-supervisor.js';
export {
  forkProcess,
  type ProcessLaunch,
  portOf,
  type ProcessAddress,
  type ProcessDefinition,
} from './supervision/child-process.js';
export { startReplicas } from './supervision/start-replicas.js';
export {
  FairShares,
  FairTurns,
  isFairShare,
  TooManyWaitingForTurn,
} from './fairness/fair-turns.js';
export { inTransaction, openPool } from './postgres/pool.js';
export { printable, printableJson } from './text/printable.js';
export { releaseVersion } from './release.js';
export { assertSchemasKnown, NewerSchema, migrate, type MigrationSet } from './postgres/migrate.js';
export { processRegistry, serveMetrics } from './metrics/metrics-server.js';
export { readGauges } from './metrics/read-gauges.js';
export { dumpSchemas, type DatabaseDump } from './postgres/dump/dump-schemas.js';
export { checkDump, loadSchemas } from './postgres/dump/load-schemas.js';
