import { join } from 'node:path';

/** What lies where in a data folder. */
export type DataPaths = {
  readonly root: string;
  /** Says that the folder is Kontor's, and of which format. */
  readonly mark: string;
  /** The passwords of the two database roles; readable by the folder's owner only. */
  readonly access: string;
  /** Who has the folder open. */
  readonly lock: string;
  /** PostgreSQL's cluster: the data itself. */
  readonly cluster: string;
  /** The server's messages. */
  readonly log: string;
};

export function dataPaths(root: string): DataPaths {
  return Object.freeze({
    root,
    mark: join(root, 'kontor.json'),
    access: join(root, 'access.json'),
    lock: join(root, 'lock'),
    cluster: join(root, 'pg'),
    log: join(root, 'pg.log'),
  });
}
