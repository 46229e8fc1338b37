import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';

/** The socket's file name is made from this; no TCP port of that number is opened. */
export const SOCKET_PORT = 5432;

/** The system's limit is 104 bytes on some systems and 108 on others, with the ending zero. */
const LONGEST_SOCKET_PATH_BYTES = 100;

export function serverSocket(folder: string): string {
  return join(folder, `.s.PGSQL.${SOCKET_PORT}`);
}

/**
 * The folder for the sockets of a data folder: `run` inside it or, where that path is too long for a socket, one in
 * the system's folder for temporary files, named by a hash of the path.
 */
export function socketFolderFor(dataRoot: string, temporary: string = tmpdir()): string {
  const inside = join(dataRoot, 'run');
  if (Buffer.byteLength(serverSocket(inside)) <= LONGEST_SOCKET_PATH_BYTES) return inside;
  const hash = createHash('sha256').update(dataRoot).digest('hex').slice(0, 20);
  return join(temporary, `kontor-${hash}`);
}

/**
 * Makes the folder, entered by nobody but its owner. One that is there must be a folder of `owner` and private: a
 * stranger could otherwise wait in a shared place with a server of his own. Refuses: store.socket-folder.
 */
export async function makePrivateFolder(path: string, owners: readonly number[]): Promise<Result<null>> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const found = await lstat(path);
  const isOurs = process.getuid === undefined || owners.includes(found.uid);
  const isPrivate = process.platform === 'win32' || (found.mode & 0o077) === 0;
  if (found.isDirectory() && isOurs && isPrivate) return ok(null);
  return refused(refusal('store.socket-folder', { path }, { file: path }));
}

/** Whether anything listens at a socket. Absent, refused and not-a-socket all mean that nothing does. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(socket);
    const settle = (answer: boolean) => {
      attempt.destroy();
      resolve(answer);
    };
    attempt.once('connect', () => settle(true));
    attempt.once('error', (error) => {
      // EAGAIN: the queue of a living listener is full. EACCES: there is one that we may not speak to.
      const code = 'code' in error ? error.code : undefined;
      settle(code === 'EAGAIN' || code === 'EACCES');
    });
  });
}
