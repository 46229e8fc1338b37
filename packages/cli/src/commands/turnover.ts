import { csvRow } from '@kontor/bulk/csv/write';
import { localDate } from '@kontor/domain/kernel/local-date';
import { refusal } from '@kontor/domain/kernel/refusal';
import { knownJournal } from '@kontor/domain/office/journal';
import { TURNOVER_DIMENSIONS, type TurnoverDimension } from '@kontor/domain/turnover/dimensions';
import { flatRows } from '@kontor/domain/turnover/flat-rows';
import { turnoverTable } from '@kontor/domain/turnover/table';
import { isDemonstration } from '@kontor/server/brief/brief-input';
import { readJournal } from '@kontor/server/journal/read-journal';
import { printColumns } from '../terminal/columns.ts';
import { EXIT, type Exit } from '../terminal/exit.ts';
import { knowledgeOf, openSoundBook } from '../terminal/open-book.ts';
import { printJson, remarkRefusals, type Session } from '../terminal/session.ts';
import { withStore } from '../terminal/with-store.ts';

export type TurnoverOptions = {
  readonly book: string;
  readonly data?: string;
  readonly by: string;
  readonly asOf?: string;
  readonly confidential?: boolean;
};

/** Cells with fewer parties than this are hidden when confidentiality is asked for. */
const FEWEST_PARTIES = 3;
const LAST_DAY = localDate('2999-12-31');

const isDimension = (name: string): name is TurnoverDimension => TURNOVER_DIMENSIONS.some((one) => one === name);

/** `kontor turnover`: value and mass added up from the consignments of the journal, by the dimensions asked for. */
export async function turnover(session: Session, options: TurnoverOptions): Promise<Exit> {
  const names = options.by.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !isDimension(name));
  const book = await openSoundBook(options.book);
  const knownBy = book.ok ? knowledgeOf(options.asOf, book.value.loaded, [LAST_DAY]) : book;
  if (!book.ok || !knownBy.ok || unknown.length > 0) {
    const wrong = unknown.map((name) =>
      refusal('cli.unknown-dimension', { name, known: TURNOVER_DIMENSIONS.join(', ') }),
    );
    remarkRefusals(session, [...wrong, ...(book.ok ? (knownBy.ok ? [] : knownBy.refusals) : book.refusals)]);
    return EXIT.input;
  }
  const dimensions = names.filter(isDimension);
  return withStore(session, options.data, async (store) => {
    const journal = knownJournal(await readJournal(store), knownBy.value);
    const rows = turnoverTable(
      journal.consignments.map((consignment) => ({ consignment })),
      {
        dimensions,
        places: book.value.rating.worldAt({ on: knownBy.value, knownBy: knownBy.value }).place,
        ...(options.confidential === true ? { confidentialBelow: FEWEST_PARTIES } : {}),
      },
    );
    const flat = flatRows(rows, dimensions, { synthetic: isDemonstration(book.value.loaded) });
    if (session.format === 'json')
      printJson(session, { schema: 'kontor.turnover/1', asOf: knownBy.value, columns: flat.columns, rows: flat.rows });
    else if (session.format === 'csv') for (const row of [flat.columns, ...flat.rows]) session.print(csvRow(row));
    else
      printColumns(
        session,
        flat.columns,
        flat.rows,
        new Set(flat.columns.map((_, index) => index).filter((index) => index >= dimensions.length)),
      );
    return EXIT.done;
  });
}
