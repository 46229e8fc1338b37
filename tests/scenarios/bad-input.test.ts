import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, kontor, type Ran, scenarioFolder } from './kontor.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 300_000;
const TR1 = inRepository('books/tr1');
const EXAMPLE = inRepository('docs/how-to/my.jsonl');
const SAMPLES = inRepository('packages/bulk/samples');
const folder = await scenarioFolder();

async function said(args: readonly string[], options: Parameters<typeof kontor>[1] = {}): Promise<Ran> {
  const ran = await kontor(args, { cwd: folder.path('.'), ...options });
  expectNoInside(ran);
  return ran;
}

const rate = async (file: string, ...more: string[]): Promise<Ran> =>
  said(['rate', TR1, file, '--lang', 'en', ...more]);

/** The first consignment of the example in the guide, changed. */
async function changed(name: string, change: (text: string) => string): Promise<string> {
  const [first = ''] = (await readFile(EXAMPLE, 'utf8')).split('\n');
  const text = change(first);
  expect(text).not.toBe(first);
  return folder.write(name, `${text}\n`);
}

describe('a file that cannot be used is refused with exit code 2, its name and what to do', () => {
  test.each<[string, string, () => Promise<unknown>, RegExp]>([
    ['binary data', 'noise.csv', async () => folder.write('noise.csv', noise()), /noise\.csv is no table/],
    ['nothing', 'empty.csv', async () => folder.write('empty.csv', ''), /empty\.csv is empty/],
    ['titles only', 'head.csv', async () => folder.write('head.csv', 'note;accepted;mass_kg\n'), /there are no rows/],
    ['half a workbook', 'cut.xlsx', cutWorkbook, /cut\.xlsx is cut short/],
    ['a folder', 'folder', async () => mkdir(folder.path('folder')), /folder is a folder/],
    ['no file at all', 'none.csv', async () => undefined, /There is no file none\.csv/],
  ])(
    '%s',
    async (_what, name, make, reason) => {
      await make();
      const ran = await rate(name);
      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err).toMatch(reason);
    },
    PATIENCE_MS,
  );

  function noise(): Uint8Array {
    return Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
  }

  async function cutWorkbook(): Promise<void> {
    await folder.write('cut.xlsx', (await readFile(`${SAMPLES}/reestr.xlsx`)).subarray(0, 900));
  }
});

test(
  'what a file is tells its content and not its name: a workbook called CSV, a CSV called XLSX',
  async () => {
    await copyFile(`${SAMPLES}/reestr.xlsx`, folder.path('workbook.csv'));
    await copyFile(`${SAMPLES}/wagenliste.csv`, folder.path('table.xlsx'));
    const workbook = await rate('workbook.csv');
    expect([workbook.code, workbook.err]).toEqual([1, expect.stringContaining('3 rows rejected')]);
    const table = await rate('table.xlsx', '--profile', `${SAMPLES}/wagenliste.profile.yaml`);
    expect([table.code, table.err]).toEqual([1, expect.stringContaining('3 rows rejected')]);
  },
  PATIENCE_MS,
);

describe('a consignment that has no price says why; it is never priced at zero', () => {
  test.each([
    [
      'a distance in a gap of the table',
      'gap',
      (text: string) => text.replace('"1409"', '"1525"'),
      /no row for distance 1525/,
    ],
    [
      'a day before every tariff',
      'day',
      (text: string) => text.replace('2026-06-09', '1999-06-09'),
      /No tariff of rzd .* 1999-06-09/,
    ],
  ])(
    '%s',
    async (_what, name, change, reason) => {
      const file = await changed(`${name}.jsonl`, change);
      const ran = await rate(file, '--format', 'csv');
      expect(ran.code).toBe(1);
      const [titles = '', row = ''] = ran.out.split('\r\n');
      const payable = row.split(',')[titles.split(',').indexOf('payable')];
      expect(payable).toBe('');
      expect(row).toMatch(reason);
    },
    PATIENCE_MS,
  );

  test.each([
    [
      'a currency that is none',
      'currency',
      '"items":[{',
      '"items":[{"value":{"amount":"1","currency":"XXQ"},',
      /XXQ is no currency code/,
    ],
    [
      'wagons that do not add up',
      'masses',
      '"items":',
      '"mass_kg":70000,"items":',
      /The wagons hold 69000 kg together, the consignment weighs 70000 kg/,
    ],
    ['a station code that nobody has', 'code', '"teplaya-gora"', '"999999"', /no place of the book is called “999999”/],
  ])(
    '%s',
    async (_what, name, from, to, reason) => {
      const file = await changed(`${name}.jsonl`, (text) => text.replace(from, to));
      const ran = await rate(file);
      expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('1 rows rejected')]);
      const rejects = await readFile(`${file}.rejects.jsonl`, 'utf8');
      expect(rejects).toMatch(reason);
      expectNoInside({ out: '', err: rejects });
    },
    PATIENCE_MS,
  );
});

test(
  'a note that stands in a file twice is priced once; with other content it is rejected with the reason',
  async () => {
    const [first = ''] = (await readFile(EXAMPLE, 'utf8')).split('\n');
    const other = first.replace('"mass_kg":69000', '"mass_kg":60000');
    expect(other).not.toBe(first);
    await folder.write('twice.jsonl', `${first}\n${first}\n${other}\n`);
    const ran = await rate('twice.jsonl', '--format', 'csv');
    expect([ran.code, ran.out.trim().split('\r\n').length]).toEqual([1, 2]);
    expect(ran.err).toContain('The note B-1 stands in this file before, with the same content; it is taken once.');
    expect(await readFile(folder.path('twice.jsonl.rejects.jsonl'), 'utf8')).toContain(
      'The note B-1 stands in this file before, with other content.',
    );
  },
  PATIENCE_MS,
);

test(
  'a book with errors shows all of them at once, each with file, line and column',
  async () => {
    await mkdir(folder.path('book'));
    await folder.write('book/one.yaml', 'kind: party\nid: Wrong Id\ntitle: One\nvalid: { from: 2025-02-30 }\n');
    await folder.write('book/two.yaml', 'kind: place\nid: two\n  title: [\n');
    await folder.write('book/three.yaml', 'kind: plaec\nid: three\n');
    const ran = await said(['check', 'book', '--lang', 'en']);
    expect(ran.code).toBe(1);
    for (const place of [
      /one\.yaml:2:\d+.*: error/,
      /one\.yaml:4:\d+.*: error/,
      /two\.yaml:\d+:\d+.*: error/,
      /three\.yaml:1:\d+.*: error/,
    ])
      expect(ran.out).toMatch(place);
    const priced = await said(['rate', 'book', EXAMPLE, '--lang', 'en']);
    expect([priced.code, priced.out]).toEqual([2, '']);
  },
  PATIENCE_MS,
);

describe('a command that is used wrongly ends with 2, says so, and opens nothing', () => {
  test.each<[readonly string[], RegExp]>([
    [
      ['brief', '--book', TR1, '--data', 'never', '--as-of', '2025-02-30', '--lang', 'en'],
      /“2025-02-30” is not a date/,
    ],
    [['turnover', '--book', TR1, '--data', 'never', '--as-of', '1.3.2025', '--lang', 'de'], /„1\.3\.2025“/],
    [
      ['import', EXAMPLE, '--book', TR1, '--data', 'never', '--learned', 'gestern', '--lang', 'en'],
      /“gestern” is not a date/,
    ],
    [['rate', TR1, EXAMPLE, '--known-by', '2026-13-01', '--lang', 'ru'], /2026-13-01/],
    [['check', TR1, '--lang', 'fr'], /no texts in the language “fr”/],
    [['check', TR1, '--format', 'xml', '--lang', 'en'], /“xml” is no choice of --format/],
    [['quote', 'none.json', '--book', TR1, '--lang', 'en'], /There is no file none\.json/],
    [['quote', '.', '--book', TR1, '--lang', 'en'], /is a folder/],
    [['rate', 'none', EXAMPLE, '--lang', 'en'], /The folder none does not exist/],
    [['nothing', '--lang', 'en'], /There is no command “nothing”/],
    [['rate', TR1, '--lang', 'en'], /The argument <file> is missing/],
  ])(
    '%j',
    async (args, reason) => {
      const ran = await said(args);
      expect([ran.code, ran.out]).toEqual([2, '']);
      expect(ran.err).toMatch(reason);
      expect(existsSync(folder.path('never'))).toBe(false);
    },
    PATIENCE_MS,
  );
});

test(
  'a file of a book that is no UTF-8 is one problem among those of the other files, and of none of its own table',
  async () => {
    await cp(TR1, folder.path('encoded'), { recursive: true });
    const table = await readFile(folder.path('encoded/scheme-8-75t.csv'), 'latin1');
    await folder.write('encoded/scheme-8-75t.csv', Buffer.from(`${table}\u00ea`, 'latin1'));
    await folder.write('encoded/zz.yaml', 'kind: partyy\n');
    const checked = await said(['check', 'encoded', '--lang', 'en']);
    const problems = checked.out.split('\n').filter((line) => /error:|warning:/u.test(line));
    expect([checked.code, problems]).toEqual([
      1,
      [
        'scheme-8-75t.csv: error: The file is not UTF-8 text.',
        'zz.yaml:1:7, at kind: error: There is no kind “partyy”.',
      ],
    ]);
    const rated = await said(['rate', 'encoded', EXAMPLE, '--lang', 'en']);
    expect([rated.code, rated.out]).toEqual([2, '']);
    expect(rated.err).toContain('scheme-8-75t.csv: error: The file is not UTF-8 text.');
  },
  PATIENCE_MS,
);
