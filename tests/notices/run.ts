/**
 * `npm run notices [-- FOLDER]`: the published notices of books/notices, or the discounts of a book of one's own: every worked
 * example, expected beside actual. Exit 0 when all agree, 1 when one differs or a listed notice has none, 2 when the folder
 * cannot be read as a book.
 */
import { resolve } from 'node:path';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import type { Refusal } from '@kontor/domain/kernel/refusal';
import type { PricedDiscountExample } from '@kontor/domain/rating/price-discount-example';
import { agreesIn, listedNotices, NOTICES_BOOK, type Notice, priceNotices, sourcesOf } from './notices.ts';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

const told = ({ code, params, place }: Refusal): string =>
  `${code} ${place.file ?? ''}:${String(place.line ?? '')} ${JSON.stringify(params)}`;

function writeExample(priced: PricedDiscountExample): void {
  const { example, figures, refusals } = priced;
  write(
    `  ${agreesIn(priced) ? 'agrees ' : 'DIFFERS'} ${example.name}${example.source === undefined ? '' : `  (${example.source})`}`,
  );
  for (const { agrees, what, expected, actual } of figures)
    write(
      `    ${agrees ? ' ' : '!'} ${what.padEnd(22)} expected ${expected.padStart(16)}   actual ${(actual ?? '—').padStart(16)}`,
    );
  for (const one of refusals) write(`    ! ${told(one)}`);
}

function writeNotice({ id, entries }: Notice): void {
  for (const { entry, examples } of entries) {
    write(`${id}  ${entry.id} ${entry.version}  ${[...new Set(sourcesOf(entry))].join('; ')}`);
    for (const one of examples) writeExample(one);
  }
}

/** Listed notices of which no example stands in the book. */
function absent(notices: readonly Notice[]): readonly string[] {
  const shown = notices
    .filter(({ entries }) => entries.some(({ examples }) => examples.length > 0))
    .map(({ id }) => id);
  return listedNotices()
    .map(({ id }) => id)
    .filter((id) => !shown.includes(id));
}

async function main(folder: string | undefined): Promise<number> {
  // npm starts scripts in the project's folder and says where it was called from.
  const read = await readBookFolder(
    folder === undefined ? NOTICES_BOOK : resolve(process.env['INIT_CWD'] ?? '.', folder),
  );
  if (!read.ok) {
    process.stderr.write(`${read.refusals.map(told).join('\n')}\n`);
    return 2;
  }
  const { errors, notices } = priceNotices(read.value);
  for (const one of errors) write(`! ${told(one)}`);
  for (const notice of notices) writeNotice(notice);
  const missing = folder === undefined ? absent(notices) : [];
  if (missing.length > 0) write(`! no examples of ${missing.join(', ')}`);
  const all = notices.flatMap(({ entries }) => entries.flatMap(({ examples }) => examples));
  const agreeing = all.filter(agreesIn).length;
  write('');
  write(`${String(agreeing)} of ${String(all.length)} examples of ${String(notices.length)} notices agree`);
  return errors.length === 0 && missing.length === 0 && agreeing === all.length && all.length > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv[2]);
