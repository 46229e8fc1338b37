import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { localDate } from '@kontor/domain/kernel/local-date';
import { openBook } from '@kontor/domain/office/open-book';
import { officeReport } from '@kontor/domain/office/report';
import { compileRatingBook } from '@kontor/domain/rating/rating-book';
import { briefText } from '@kontor/server/brief/brief-text';
import { makeDemoJournal } from '@kontor/server/demo/make-demo-journal';
import { loadTexts } from '@kontor/server/texts/texts';
import { pictureOfBrief } from './house/picture.mjs';
import { ROOT } from './house/root.mjs';

/** Draws the picture of the README anew: the first page of the demonstration's brief, in English. */
const files = await readBookFolder(join(ROOT, 'books', 'demo'));
if (!files.ok) throw new Error(JSON.stringify(files.refusals));
const { book } = openBook(files.value);
const rating = compileRatingBook(book).book;
const report = officeReport({ loaded: book, rating }, makeDemoJournal(), localDate('2025-10-01'));
const texts = loadTexts('en');
const brief = briefText({ report, book, places: rating.world.place, texts });
await writeFile(join(ROOT, 'docs', 'brief.svg'), pictureOfBrief(brief, texts.say('brief.granted')));
