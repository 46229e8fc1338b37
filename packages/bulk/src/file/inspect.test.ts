import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodedAs, scratchFolder, speechless, windows1251 } from '../testing/scratch.ts';
import { inspectFile } from './inspect.ts';

const scratch = scratchFolder();
const RUSSIAN = '№ накладной;Грузоотправитель;Станция отправления\n25123456;ООО «Ромашка»;Кричев\n';
const BELARUSIAN = 'Нумар накладной;Грузаадпраўшчык;Станцыя\n25123456;ААТ «Крычаўцэментнашыфер»;Крычаў\n';

async function encodingOf(name: string, content: string | Uint8Array): Promise<unknown> {
  const facts = await inspectFile(await scratch.write(name, content));
  return facts.ok ? (facts.value.encoding ?? `asks, likeliest ${facts.value.likeliest}`) : facts.refusals[0]?.code;
}

async function codeOf(name: string, content: string | Uint8Array): Promise<string | undefined> {
  const facts = await inspectFile(await scratch.write(name, content));
  expect(await speechless(facts.ok ? [] : facts.refusals)).toEqual([]);
  return facts.ok ? undefined : facts.refusals[0]?.code;
}

describe('encodings', () => {
  test('UTF-8, with and without a mark, and UTF-16 with one', async () => {
    expect(await encodingOf('u.csv', RUSSIAN)).toBe('utf-8');
    expect(await encodingOf('ub.csv', `\uFEFF${RUSSIAN}`)).toBe('utf-8');
    expect(await encodingOf('a.csv', 'note;accepted\n1;2025-01-01\n')).toBe('utf-8');
    expect(await encodingOf('u16.csv', Buffer.from(`\uFEFF${RUSSIAN}`, 'utf16le'))).toBe('utf-16le');
    expect(await encodingOf('u16be.csv', Buffer.from(`\uFEFF${RUSSIAN}`, 'utf16le').swap16())).toBe('utf-16be');
  });

  test('Windows-1251 in Russian, Belarusian and capitals', async () => {
    expect(await encodingOf('w.csv', windows1251(RUSSIAN))).toBe('windows-1251');
    expect(await encodingOf('wb.csv', windows1251(BELARUSIAN))).toBe('windows-1251');
    expect(await encodingOf('wc.csv', windows1251(RUSSIAN.toUpperCase()))).toBe('windows-1251');
  });

  test('what is not plain is asked about: CP866, KOI8-R, German, a single letter', async () => {
    expect(await encodingOf('866.csv', encodedAs('ibm866', RUSSIAN.replace(/[«»]/g, '"')))).toBe(
      'asks, likeliest ibm866',
    );
    expect(await encodingOf('koi.csv', encodedAs('koi8-r', RUSSIAN.replace(/[№«»]/g, '')))).toBe(
      'asks, likeliest koi8-r',
    );
    expect(await encodingOf('de.csv', encodedAs('windows-1252', 'Empfänger;Güternummer\nMüller;123\n'))).toBe(
      'asks, likeliest windows-1252',
    );
    expect(await encodingOf('one.csv', windows1251('note;name\n1;Ж\n'))).toMatch(/^asks/);
  });

  test('Cyrillic that begins only after many pages of ASCII is found', async () => {
    const text = `note;name\n${'1;abc\n'.repeat(100_000)}`;
    expect(await encodingOf('late.csv', Buffer.concat([Buffer.from(text), windows1251(RUSSIAN)]))).toBe('windows-1251');
  });
});

describe('files that cannot be used', () => {
  test('each is refused with its reason', async () => {
    expect(await codeOf('empty.csv', '')).toBe('file.empty');
    expect(await codeOf('bin.csv', Buffer.from([1, 2, 0, 255, 254, 3]))).toBe('file.binary');
    expect(await codeOf('pdf.csv', '%PDF-1.7 and so on')).toBe('file.binary');
    expect(await codeOf('old.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]))).toBe('file.old-excel');
    expect(await codeOf('cut.csv.gz', gzipSync(RUSSIAN.repeat(1000)).subarray(0, 60))).toBe('file.gzip');
    expect(await codeOf('nothing.csv.gz', gzipSync(''))).toBe('file.empty');
    expect(await codeOf('bomb.csv.gz', gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x61), { level: 1 }))).toBe('file.bomb');
    const missing = await inspectFile(scratch.path('not-there.csv'));
    expect(missing).toMatchObject({ ok: false, refusals: [{ code: 'file.missing' }] });
    await mkdir(scratch.path('folder'));
    expect(await inspectFile(scratch.path('folder'))).toMatchObject({
      ok: false,
      refusals: [{ code: 'file.directory' }],
    });
    expect(await inspectFile('/dev/null')).toMatchObject({ ok: false, refusals: [{ code: 'file.not-plain' }] });
    expect(await inspectFile('a\0b')).toMatchObject({ ok: false, refusals: [{ code: 'file.missing' }] });
  });

  test('no permission', async () => {
    const path = scratch.path('secret.csv');
    await writeFile(path, 'a;b\n');
    await chmod(path, 0);
    const facts = await inspectFile(path);
    // The system's administrator may read everything.
    expect(facts.ok ? 'read' : facts.refusals[0]?.code).toBe(process.getuid?.() === 0 ? 'read' : 'file.permission');
  });
});

test('the hash is that of the bytes on disk, and gzip is looked into', async () => {
  const plain = await inspectFile(await scratch.write('h.csv', 'abc'));
  const packed = await inspectFile(await scratch.write('h.jsonl.gz', gzipSync('{"note":"1"}\n')));
  expect(plain).toMatchObject({
    ok: true,
    value: { sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', format: 'csv' },
  });
  expect(packed).toMatchObject({ ok: true, value: { gzip: true, format: 'json' } });
});
