import type { Result } from '@kontor/domain/kernel/refusal';
import { openStore } from '@kontor/store/open-store';
import type { Store } from '@kontor/store/store';
import { EXIT, type Exit } from './exit.ts';
import { remarkRefusals, type Session } from './session.ts';

/** Where data lies when nothing is said: in the folder one works in. */
export const DEFAULT_DATA = '.kontor/office';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Opens the store of a data folder (or of DATABASE_URL), does something with it, and closes it, also on a signal. Only who
 * `begins` a journal makes a data folder; for the others one that holds no data is most likely a slip of the pen.
 */
export async function withStore(
  session: Session,
  dataDir: string | undefined,
  work: (store: Store) => Promise<Exit>,
  { begins = false }: { readonly begins?: boolean } = {},
): Promise<Exit> {
  const url = process.env['DATABASE_URL'];
  const onNotice = (notice: Parameters<typeof remarkRefusals>[1][number]): void => remarkRefusals(session, [notice]);
  const opened: Result<Store> = await openStore(
    dataDir === undefined && url !== undefined
      ? { url }
      : { dataDir: dataDir ?? DEFAULT_DATA, onNotice, mustExist: !begins },
  );
  if (!opened.ok) {
    remarkRefusals(session, opened.refusals);
    return EXIT.unavailable;
  }
  const store = opened.value;
  const leave = (): void => void store.close().finally(() => process.exit(EXIT.unavailable));
  for (const signal of SIGNALS) process.once(signal, leave);
  try {
    return await work(store);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, leave);
    await store.close();
  }
}
