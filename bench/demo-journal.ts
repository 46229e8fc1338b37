/** The book and the journal of the demonstration, opened and screened as for an office that prices all of it. */
import { fileURLToPath } from 'node:url';
import { readBookFolder } from '../packages/bulk/src/book/read-book-folder.ts';
import type { Consignment } from '../packages/domain/src/consignment/schema.ts';
import { localDate } from '../packages/domain/src/kernel/local-date.ts';
import { knownJournal } from '../packages/domain/src/office/journal.ts';
import { openBook } from '../packages/domain/src/office/open-book.ts';
import { screenSide } from '../packages/domain/src/office/simulate-side.ts';
import { compileRatingBook } from '../packages/domain/src/rating/rating-book.ts';
import type { Outcome } from '../packages/domain/src/restriction/schema.ts';
import { DEMO_SEED, makeDemoJournal } from '../packages/server/src/demo/make-demo-journal.ts';

const files = await readBookFolder(fileURLToPath(new URL('../books/demo', import.meta.url)));
if (!files.ok) throw new Error(JSON.stringify(files.refusals));
const { book: loaded } = openBook(files.value);

export const knownBy = localDate('2026-01-01');
export const demoBook = { loaded, rating: compileRatingBook(loaded).book };
export const demoJournal = knownJournal(makeDemoJournal(DEMO_SEED), knownBy).consignments;

const screenings = screenSide({ book: demoBook, knownBy }, demoJournal);
export const screeningOf = ({ note }: Consignment): Outcome | undefined => screenings.get(note);
