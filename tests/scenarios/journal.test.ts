import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '@kontor/store/open-store';
import { expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, type Ran, scenarioFolder, start } from './kontor.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 300_000;
const BOOK = inRepository('books/demo');
const folder = await scenarioFolder();

const TITLES = 'note;accepted;mass_kg;kind;item.GNG;leg1.carrier;leg1.mode;leg1.from;leg1.to;leg1.distanceKm';
const row = (note: string, mass_kg = 60_000): string =>
  `${note};2025-03-09;${mass_kg};wagonload;25232900;bch;rail;krichev;gudogai;500`;
const table = (...rows: string[]): string => `${[TITLES, ...rows].join('\n')}\n`;

const importing = (file: string, data: string, ...more: string[]): readonly string[] => [
  'import',
  file,
  '--book',
  BOOK,
  '--data',
  folder.path(data),
  '--learned',
  '2025-04-01',
  '--lang',
  'en',
  ...more,
];

async function told(file: string, ...more: string[]): Promise<Pick<Ran, 'code' | 'out' | 'err'>> {
  const { code, out, err } = await kontor(importing(file, 'office', ...more));
  expectNoInside({ out, err });
  return { code, out, err };
}

function expectTold(ran: Pick<Ran, 'code' | 'out'>, code: number, out: RegExp): void {
  expect(ran.out).toMatch(out);
  expect(ran.code).toBe(code);
}

/** Everything the journal of a data folder holds, but for the moments at which rows were written. */
async function journalOf(data: string): Promise<unknown> {
  const opened = await openStore({ dataDir: folder.path(data) });
  if (!opened.ok) throw new Error(JSON.stringify(opened.refusals));
  try {
    const { rows } = await opened.value.pool.query(
      'select seq, kind, subject, happened, learned, source_row, content_hash from fact order by seq',
    );
    return rows;
  } finally {
    await opened.value.close();
  }
}

test(
  'a journal takes each note once, corrections by their name, and nothing that replaces what it does not hold',
  async () => {
    const file = await folder.write('march.csv', table(row('M-1'), row('M-2')));
    expectTold(await told(file), 0, /^2 recorded, 0 already there/);
    expectTold(await told(file), 0, /^0 recorded, 2 already there/);
    const copy = await folder.write('march (copy).csv', await readFile(file));
    expectTold(await told(copy), 0, /^0 recorded, 2 already there/);

    const later = await folder.write('later.csv', table(row('M-1'), row('M-2', 61_000)));
    const clash = await told(later);
    expectTold(clash, 1, /^0 recorded, 1 already there, 1 in conflict/);
    expect(clash.err).toContain('The note M-2 is already recorded with other content.');
    const correction = await folder.write('correction.csv', table(row('M-2', 61_000)));
    expectTold(await told(correction, '--as', 'correction'), 0, /^1 rec/);
    expectTold(await told(correction, '--as', 'correction'), 0, /^0 rec/);

    const unknown = await folder.write('unknown.csv', table(row('NEVER-SEEN')));
    for (const kind of ['cancellation', 'correction']) {
      const refused = await told(unknown, '--as', kind);
      expectTold(refused, 1, /^0 recorded, 0 already there, 1 in conflict/);
      expect(refused.err).toMatch(/unknown\.csv:2: error: The journal has no note NEVER-SEEN/);
    }
    expect(await journalOf('office')).toMatchObject([
      { kind: 'consignment', subject: 'M-1' },
      { kind: 'consignment', subject: 'M-2' },
      { kind: 'correction', subject: 'M-2' },
    ]);
  },
  PATIENCE_MS,
);

/** Row 5000 is not a consignment: what is rejected of it is written before its batch, the third, is committed. */
const ROWS = 16_000;
const BAD_ROW = 5_000;

async function longTable(): Promise<string> {
  const path = folder.path('long.csv');
  const out = createWriteStream(path);
  out.write(`${TITLES}\n`);
  for (let index = 1; index <= ROWS; index += 1)
    out.write(`${index === BAD_ROW ? row('BAD').replace('2025-03-09', '2025-02-30') : row(`L-${index}`)}\n`);
  out.end();
  await once(out, 'close');
  return path;
}

/** Waits for a text in a file that a process is writing; rejects when the process ends without it. */
async function appears(path: string, text: string, child: ChildProcess): Promise<void> {
  while (!(existsSync(path) && (await readFile(path, 'utf8')).includes(text))) {
    if (child.exitCode !== null) throw new Error(`ended without «${text}» in ${path}`);
    await pause(5);
  }
}

test(
  'an import killed in the middle goes on where it stopped, and the journal is that of one nobody disturbed; meanwhile a second process is refused',
  async () => {
    const file = await longTable();
    const killed = start(importing(file, 'killed', '--rejects', folder.path('killed.csv')));
    await appears(folder.path('.killed.csv.part'), 'BAD', killed);
    // Held where it is: it must not come to its end while the second is still starting.
    killed.kill('SIGSTOP');
    const second = await kontor(importing(file, 'killed'));
    expect(second).toMatchObject({ code: 3, out: '' });
    expect(second.err).toContain(folder.path('killed'));
    expectNoInside(second);
    killed.kill('SIGKILL');
    await once(killed, 'close');
    expect(killed.signalCode).toBe('SIGKILL');

    const again = await kontor(importing(file, 'killed', '--rejects', folder.path('again.csv')));
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('1 rows rejected')]);
    const undisturbed = await kontor(importing(file, 'undisturbed', '--rejects', folder.path('undisturbed.csv')));
    expect(undisturbed.out).toMatch(/^15999 recorded, 0 already there/);
    expect(again.out).not.toMatch(/^15999 recorded/);
    expect(await journalOf('killed')).toEqual(await journalOf('undisturbed'));
    expect(await readFile(folder.path('again.csv'), 'utf8')).toBe(
      await readFile(folder.path('undisturbed.csv'), 'utf8'),
    );
  },
  PATIENCE_MS,
);

test(
  'who only reads refuses a folder without a journal, and leaves nothing there',
  async () => {
    const nowhere = folder.path('mistyped');
    for (const command of ['brief', 'turnover', 'settle', 'serve']) {
      const { code, out, err } = await kontor([command, '--book', BOOK, '--data', nowhere, '--lang', 'en']);
      expect([command, code, out]).toEqual([command, 3, '']);
      expect(err).toContain(`There is no journal in ${nowhere}.`);
    }
    expect(existsSync(nowhere)).toBe(false);
  },
  PATIENCE_MS,
);
