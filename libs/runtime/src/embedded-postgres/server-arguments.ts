/**
 * Settings of the embedded server: durable (the checkpoint must not run behind what was acknowledged), reachable by TCP
 * on the loopback only, and modest in memory.
 */
const parameters: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '64MB',
  max_connections: '60',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '',
  log_checkpoints: 'off',
  // Statements hold customers' data and do not belong in the log; nor do details of errors, which show rows.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export const serverArguments = (directory: string, port: number): string[] => [
  '-D',
  directory,
  '-p',
  String(port),
  ...Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
