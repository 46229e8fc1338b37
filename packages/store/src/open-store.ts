import type { Result } from '@kontor/domain/kernel/refusal';
import { type EmbeddedRequest, openEmbedded } from './embedded/open-embedded.ts';
import { openExternal } from './external/open-external.ts';
import type { Store } from './store.ts';

/** Where the data is: in a folder of this machine, or on a server named by its URL. */
export type StoreRequest = EmbeddedRequest | { readonly url: string };

/**
 * Opens a store, its schema up to date; whoever opens it closes it. One process at a time has a data folder open.
 * Refuses what {@link openEmbedded} and {@link openExternal} refuse.
 */
export function openStore(request: StoreRequest): Promise<Result<Store>> {
  return 'url' in request ? openExternal(request) : openEmbedded(request);
}
