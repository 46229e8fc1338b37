import { SOCKET_PORT } from './socket-place.ts';

/** Where the server listens: a socket in a private folder or, on Windows, one port of the machine itself. */
export type Listening =
  | { readonly kind: 'socket'; readonly folder: string }
  | { readonly kind: 'loopback'; readonly port: number };

/** Nothing here may be traded for speed: what was committed survives a loss of power. */
const DURABILITY = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
};

/** An office's machine, with room for other programs. */
const SIZE = {
  shared_buffers: '64MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  max_connections: '32',
  jit: 'off',
};

/** Values and messages look the same on every machine. */
const LOCALE = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  datestyle: 'ISO, YMD',
  lc_messages: 'C',
  client_encoding: 'UTF8',
};

const LOG = {
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
};

function place(listening: Listening): Readonly<Record<string, string>> {
  if (listening.kind === 'loopback') return { listen_addresses: '127.0.0.1', port: String(listening.port) };
  return {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    // A list to PostgreSQL: quoted, so that a comma in the path is a comma.
    unix_socket_directories: `"${listening.folder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  };
}

/**
 * The server's settings as arguments. Given on the command line, they hold whatever the configuration files in the
 * data folder say.
 */
export function serverArguments(cluster: string, listening: Listening): string[] {
  const settings = { ...DURABILITY, ...SIZE, ...LOCALE, ...LOG, ...place(listening) };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
