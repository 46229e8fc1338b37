/** The book and the journal of the demonstration, opened and screened as for an office that prices all of it. */
import { fileURLToPath } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { knownJournal } from '@kontor/domain/office/journal';
import { openBook } from '@kontor/domain/office/open-book';
import { screenSide } from '@kontor/domain/office/simulate-side';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import type { Outcome } from '@kontor/domain/restriction/schema';
import { DEMO_SEED, makeDemoJournal } from '@kontor/server/demo/make-demo-journal';

const files = await readBookFolder(fileURLToPath(new URL('../books/demo', import.meta.url)));
if (!files.ok) throw new Error(JSON.stringify(files.refusals));
const { book: loaded } = openBook(files.value);

export const knownBy = localDate('2026-01-01');
export const demoBook = { loaded, rating: compileRatingBook(loaded).book };
export const demoJournal = knownJournal(makeDemoJournal(DEMO_SEED), knownBy).consignments;

const screenings = screenSide({ book: demoBook, knownBy }, demoJournal);
export const screeningOf = ({ note }: Consignment): Outcome | undefined => screenings.get(note);
