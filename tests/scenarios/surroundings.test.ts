import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { expectNoInside, inRepository, KONTOR, kontor, plainEnvironment, scenarioFolder, start } from './kontor.ts';

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
  const HEADER = 'note,accepted,leg,carrier,payer,tariff,currency,gross,discounts,net,tax,payable,screening,problem';

  test(
    'as CSV have one header, whatever the language, and every row as many cells',
    async () => {
      const { out } = await kontor(rating('csv', '--lang', 'ru'));
      const [header, ...rows] = out.split('\r\n').filter((line) => line !== '');
      expect(header).toBe(HEADER);
      expect(rows.map((line) => line.split(',').length)).toEqual([14, 14]);
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

const MEBIBYTE = 1024 * 1024;

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

/** The most memory a process has held so far; undefined where the system does not tell. */
async function peakOf(pid: number | undefined): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid ?? 0}/status`, 'utf8');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined; // no /proc, or the process has just ended
  }
}

test(
  'a file of 200 MB is read as a stream: memory stays within 400 MiB',
  async () => {
    const file = await hugeTable();
    const profile = await folder.write(
      'huge.yaml',
      'schema: kontor/import-profile\nversion: 1\notherColumns: ignore\n',
    );
    const child = start([
      'import',
      file,
      '--book',
      inRepository('books/demo'),
      '--data',
      folder.path('data'),
      '--profile',
      profile,
      '--lang',
      'en',
    ]);
    let [out, err, peak] = ['', '', 0];
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      out += piece;
    });
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      err += piece;
    });
    const watch = setInterval(() => {
      void peakOf(child.pid).then((seen) => {
        peak = Math.max(peak, seen ?? 0);
        return peak;
      });
    }, 50);
    await once(child, 'close');
    clearInterval(watch);
    expectNoInside({ out, err });
    expect(out).toMatch(/^8000 recorded/);
    expect(child.exitCode).toBe(0);
    expect(peak).toBeLessThan(400 * MEBIBYTE);
  },
  PATIENCE_MS,
);
