export * from './async.js';
export { loadSettings } from './settings/load-settings.js';
export type { Environment, Settings } from './settings/load-settings.js';
export type { BootstrapStore } from './settings/bootstrap-store.js';
export { InvalidSettings } from './settings/invalid-settings.js';
export {
  gatewayConnection,
  refuseSandbox,
  sandboxConnection,
} from './settings/gateway-connection.js';
export type { GatewayConnection } from './settings/gateway-connection.js';
export { settingsSchema } from './settings/settings-schema.js';
export { settingsTable } from './settings/settings-table.js';
export { readEnvFile } from './settings/read-env-file.js';
export { secretKey, secretKeys } from './settings/secret-key.js';
export { keepSecret } from './settings/keep-secret.js';
export { createLogger, logFormat } from './log/create-logger.js';
export { lineForwarder } from './log/forward-lines.js';
export type { Logger } from './log/create-logger.js';
export { ThrottledWarnings } from './log/sparing-warnings.js';
export type { RunningPart } from './part/running-part.js';
export { stopRequest } from './part/stop-request.js';
export type { StopReason } from './part/stop-request.js';
export { startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres.js';
export type {
  EmbeddedPostgres,
  EmbeddedPostgresOptions,
} from './embedded-postgres/start-embedded-postgres.js';
export { freePort } from './instance/free-port.js';
export { ensureDataDir } from './instance/ensure-data-dir.js';
export { lockInstance, InstanceRunning } from './instance/instance-lock.js';
export { awaitFormerParts } from './instance/await-former-parts.js';
export { processIdentity } from './instance/process-identity.js';
export { readRunFile, removeRunFile, runningInstance, writeRunFile } from './instance/run-file.js';
export type { FailingProcess, RunFile, RunningProcess } from './instance/run-file.js';
export { runPart } from './part/run-part.js';
export { SupervisedPart } from './supervision/supervised-part.js';
export type { PartFailing } from './supervision/supervised-part.js';
export { forkPart } from './supervision/fork-part.js';
export type { PartLaunch } from './supervision/fork-part.js';
export { portOf } from './supervision/port-of.js';
export type { PartAddress, PartDefinition } from './supervision/part-definition.js';
export { startReplicas } from './supervision/start-replicas.js';
export { FairShares } from './fairness/fair-shares.js';
export { FairTurns, TooManyWaitingForTurn } from './fairness/fair-turns.js';
export { openPool } from './postgres/open-pool.js';
export { printable, printableJson } from './text/printable.js';
export { releaseVersion } from './release.js';
export { assertSchemasKnown, NewerSchema } from './postgres/newer-schema.js';
export { migrate, MigrationRefused } from './postgres/migrate.js';
export type { MigrationSet } from './postgres/migrate.js';
export { processRegistry } from './metrics/process-registry.js';
export { readGauges } from './metrics/read-gauges.js';
export type { GaugeTexts } from './metrics/read-gauges.js';
export { serveMetrics } from './metrics/metrics-server.js';
export type { MetricsServer, MetricsServerOptions } from './metrics/metrics-server.js';
export { dumpSchemas } from './postgres/dump/dump-schemas.js';
export { checkDump, loadSchemas } from './postgres/dump/load-schemas.js';
export { DumpUnusable } from './postgres/dump/database-dump.js';
export type { DatabaseDump } from './postgres/dump/database-dump.js';
export { keyFingerprint } from './settings/key-fingerprint.js';
