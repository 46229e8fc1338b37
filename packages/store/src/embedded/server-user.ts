import { lstat, readFile } from 'node:fs/promises';
import { ok, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import type { DataPaths } from './data-paths.ts';
import { unlessAbsent } from './file-errors.ts';

/** As whom the server runs: as Kontor itself or, because PostgreSQL will not run as root, as somebody without power. */
export type ServerUser =
  | { readonly kind: 'same' }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number };

/** The numbers of `nobody` on most systems. */
const NOBODY = Object.freeze({ kind: 'other', uid: 65_534, gid: 65_534 });

async function nobody(): Promise<ServerUser> {
  const text = (await unlessAbsent(readFile('/etc/passwd', 'utf8'))) ?? '';
  const fields =
    text
      .split('\n')
      .find((line) => line.startsWith('nobody:'))
      ?.split(':') ?? [];
  const [uid, gid] = [Number(fields[2]), Number(fields[3])];
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { kind: 'other', uid, gid } : NOBODY;
}

/**
 * Chooses the user of the server. A cluster that exists keeps its owner, since only its owner can serve it; a new one
 * made by root goes to `nobody`. Refuses: store.other-owner, when somebody else's cluster was found and we are not root.
 */
export async function chooseServerUser(paths: DataPaths): Promise<Result<ServerUser>> {
  const ownUid = process.getuid?.();
  if (ownUid === undefined) return ok({ kind: 'same' });
  const cluster = await unlessAbsent(lstat(paths.cluster));
  if (ownUid === 0) {
    const isServed = cluster !== undefined && cluster.uid !== 0;
    return ok(isServed ? { kind: 'other', uid: cluster.uid, gid: cluster.gid } : await nobody());
  }
  if (cluster === undefined || cluster.uid === ownUid) return ok({ kind: 'same' });
  return refused(
    refusal('store.other-owner', { path: paths.cluster, owner: cluster.uid, user: ownUid }, { file: paths.cluster }),
  );
}
