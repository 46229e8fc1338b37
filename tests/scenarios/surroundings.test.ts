import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, KONTOR, kontor, plainEnvironment, scenarioFolder } from './kontor.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 300_000;
const BOOK = inRepository('books/tr1');
const EXAMPLE = inRepository('docs/how-to/my.jsonl');
const folder = await scenarioFolder();

const rating = (format: string, ...more: string[]): readonly string[] => [
  'rate',
  BOOK,
  EXAMPLE,
  '--format',
  format,
  '--rejects',
  folder.path('rejects.jsonl'),
  ...more,
];

test(
  'zone and locale of the machine change no byte of a result in a given language',
  async () => {
    const surroundings = [
      { TZ: 'UTC' },
      { TZ: 'America/Los_Angeles', LC_ALL: 'C' },
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'ru_RU.UTF-8' },
      { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    ];
    const results: string[] = [];
    for (const env of surroundings) {
      const { code, out } = await kontor(rating('table', '--lang', 'be'), { env });
      expect(code).toBe(1);
      results.push(out);
    }
    expect(results[0]).toContain('134407.40');
    expect(new Set(results).size).toBe(1);
  },
  PATIENCE_MS,
);

test.each([
  [{ LC_ALL: 'ru_RU.UTF-8' }, 'ошибок: 0'],
  [{ LANG: 'de_DE.UTF-8' }, 'keine Fehler'],
  [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'no errors'],
])(
  'without --lang the locale %j chooses the language',
  async (env, text) => {
    const { code, out } = await kontor(['check', BOOK], { env });
    expect([code, out]).toEqual([0, expect.stringContaining(text)]);
  },
  PATIENCE_MS,
);

test(
  'a reader that closes early ends the command quietly',
  async () => {
    const line = `"$@" | head -n 1`;
    const child = spawn('sh', ['-c', line, 'sh', ...KONTOR, 'check', BOOK, '--lang', 'en'], {
      cwd: tmpdir(),
      env: plainEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      out += piece;
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      err += piece;
    });
    await once(child, 'close');
    expect(out.split('\n')).toHaveLength(2);
    expect(err).toBe('');
  },
  PATIENCE_MS,
);

describe('prices for machines', () => {
  const HEADER =
    'note,accepted,leg,carrier,payer,tariff,currency,gross,discounts,net,tax,payable,screening,problem,synthetic';

  test(
    'as CSV have one header, whatever the language, and every row as many cells',
    async () => {
      const { out } = await kontor(rating('csv', '--lang', 'ru'));
      const [header, ...rows] = out.split('\r\n').filter((line) => line !== '');
      expect(header).toBe(HEADER);
      expect(rows.map((line) => line.split(',').length)).toEqual([15, 15]);
      expect(rows[0]).toContain(',134407.40,ALLOW,');
    },
    PATIENCE_MS,
  );

  test(
    'as JSON are one object per line, money as text',
    async () => {
      const { out } = await kontor(rating('json', '--lang', 'de'));
      const records: unknown[] = out
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      expect(records).toMatchObject([
        { note: 'B-1', screening: 'ALLOW' },
        { note: 'B-2', screening: 'ALLOW' },
      ]);
      expect(JSON.stringify(records[0])).toContain('"134407.40"');
    },
    PATIENCE_MS,
  );
});

/** 200 MB in a few thousand long rows, so that what is tested is the reading. */
async function hugeTable(): Promise<string> {
  const path = folder.path('huge.csv');
  const out = createWriteStream(path);
  out.write('note;accepted;mass_kg;item.GNG;remark\n');
  const remark = 'щебень, навалом; '.replaceAll(';', ',').repeat(900);
  for (let index = 1; index <= 8000; index += 1)
    if (!out.write(`H-${index};2025-03-09;60000;25232900;${remark}\n`)) await once(out, 'drain');
  out.end();
  await once(out, 'close');
  return path;
}

/** With what the program itself takes, too little for the rows of the file as text: keeping them would end it for want of memory. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=256' };

test(
  'a file of 200 MB is read as a stream: a heap that could not hold it is enough',
  async () => {
    const file = await hugeTable();
    const profile = await folder.write(
      'huge.yaml',
      'schema: kontor/import-profile\nversion: 1\notherColumns: ignore\n',
    );
    const data = folder.path('data');
    const book = inRepository('books/demo');
    const command = ['import', file, '--book', book, '--data', data, '--profile', profile, '--lang', 'en'];
    const { out, err, code } = await kontor(command, { env: SMALL_HEAP });
    expectNoInside({ out, err });
    expect(out).toMatch(/^8000 recorded/);
    expect(code).toBe(0);
  },
  PATIENCE_MS,
);
