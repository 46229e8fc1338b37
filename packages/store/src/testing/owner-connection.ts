import { readFile } from 'node:fs/promises';
import type { ClientConfig } from 'pg';
import { z } from 'zod';
import { dataPaths } from '../embedded/data-paths.ts';
import { OWNER_ROLE } from '../embedded/make-cluster.ts';
import { SOCKET_PORT, socketFolderFor } from '../embedded/socket-place.ts';

const accessSchema = z.object({ owner: z.string() });

/** How to reach the running server of a data folder as the role that owns the tables, which the store itself avoids. */
export async function ownerConnection(dataDir: string, database = 'kontor'): Promise<ClientConfig> {
  const { owner } = accessSchema.parse(JSON.parse(await readFile(dataPaths(dataDir).access, 'utf8')));
  return { host: socketFolderFor(dataDir), port: SOCKET_PORT, database, user: OWNER_ROLE, password: owner };
}
