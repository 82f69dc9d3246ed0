export { loadSettings } from './settings/load-settings.js';
export type { Environment, Settings } from './settings/load-settings.js';
export type { BootstrapStore } from './settings/bootstrap-store.js';
export { InvalidSettings } from './settings/invalid-settings.js';
export { settingsSchema } from './settings/settings-schema.js';
export { settingsTable } from './settings/settings-table.js';
export { readEnvFile } from './settings/read-env-file.js';
export { secretKey } from './settings/secret-key.js';
export { keepSecret } from './settings/keep-secret.js';
export { createLogger, logFormat } from './log/create-logger.js';
export { lineForwarder } from './log/forward-lines.js';
export type { Logger } from './log/create-logger.js';
export { SparingWarnings } from './log/sparing-warnings.js';
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
export type { RunFile, RunningProcess } from './instance/run-file.js';
export { runPart } from './part/run-part.js';
export { SupervisedPart } from './supervision/supervised-part.js';
export { forkPart } from './supervision/fork-part.js';
export type { PartLaunch } from './supervision/fork-part.js';
export type { PartDefinition } from './supervision/part-definition.js';
export { startReplicas } from './supervision/start-replicas.js';
export { openPool } from './postgres/open-pool.js';
export { migrate, MigrationRefused } from './postgres/migrate.js';
export type { MigrationSet } from './postgres/migrate.js';
