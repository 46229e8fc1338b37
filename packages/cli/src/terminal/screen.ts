import type { LoadedBook } from '@kontor/domain/book/load';
import type { Consignment } from '@kontor/domain/consignment/schema';
import type { LocalDate } from '@kontor/domain/kernel/local-date';
import { quotasOf } from '@kontor/domain/quota/kept-quotas';
import { type JournalScreening, screenJournal } from '@kontor/domain/restriction/screen-journal';
import { screeningBookOf } from '@kontor/domain/restriction/screening-book';

/** Screens consignments for a quote: each on its day of acceptance, quotas moving as they cross. */
export function screenForQuote(
  book: LoadedBook,
  consignments: readonly Consignment[],
  knownBy: LocalDate,
): JournalScreening {
  const { quotas } = quotasOf(book);
  return screenJournal(screeningBookOf(book).book, consignments, { quotas, purpose: 'quote', knownBy });
}
