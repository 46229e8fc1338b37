import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder, speechless } from '../testing/scratch.ts';
import { BOOK_LIMITS, type BookLimits, readBookFiles, readBookFolder } from './read-book-folder.ts';

const scratch = scratchFolder();
let made = 0;

/** Writes a book out and reads it. */
async function read(
  files: Readonly<Record<string, string | Uint8Array>>,
  limits: BookLimits = BOOK_LIMITS,
  links: Readonly<Record<string, string>> = {},
) {
  await scratch.write('ready', '');
  made += 1;
  const root = scratch.path(`book-${made}`);
  await mkdir(root);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), content);
  }
  for (const [path, target] of Object.entries(links)) await symlink(target, join(root, path));
  const result = await readBookFolder(root, limits);
  expect(await speechless(result.ok ? [] : result.refusals)).toEqual([]);
  return result.ok
    ? result.value
    : result.refusals.map((refusal) => `${refusal.code} ${refusal.place.file?.replace(root, '') ?? ''}`);
}

describe('a book folder', () => {
  test('is read in the order of code points, without marks, hidden files and what is no part of a book', async () => {
    const files = await read({
      'b.yaml': '\uFEFFkind: party\n',
      'a/z.csv': 'x,y\n',
      'B.yml': 'kind: place\n',
      'c.json': '{}',
      'tariff.schema.json': '{}',
      'README.md': '# no',
      '.git/x.yaml': 'no',
      'node_modules/x.yaml': 'no',
    });
    expect(files).toEqual([
      { path: 'B.yml', text: 'kind: place\n' },
      { path: 'a/z.csv', text: 'x,y\n' },
      { path: 'b.yaml', text: 'kind: party\n' },
      { path: 'c.json', text: '{}' },
    ]);
  });

  test('is refused for each of its faults at once', async () => {
    const files = {
      'a.yaml': Buffer.from([0xc0, 0xff]),
      'b.csv': 'a\0b',
      'c.yaml': 'x'.repeat(50),
      'd/e/f/g.yaml': '',
    };
    expect(await read(files, { ...BOOK_LIMITS, fileBytes: 40, depth: 2 })).toEqual([
      'book-folder.not-text a.yaml',
      'book-folder.not-text b.csv',
      'book-folder.file-too-large c.yaml',
      'book-folder.too-deep d/e/f',
    ]);
  });

  test('is read as far as it can be: a file that is no UTF-8 leaves the others, and is known to be there', async () => {
    await scratch.write('ready', '');
    const root = scratch.path('partly');
    await mkdir(root);
    await writeFile(join(root, 'a.yaml'), 'kind: party\n');
    await writeFile(join(root, 'rates.csv'), Buffer.from([0xea, 0xeb, 0x3b]));
    expect(await readBookFiles(root)).toMatchObject({
      files: [{ path: 'a.yaml', text: 'kind: party\n' }],
      unread: ['rates.csv'],
      refusals: [{ code: 'book-folder.not-text', place: { file: 'rates.csv' } }],
    });
    expect(await readBookFolder(root)).toMatchObject({ ok: false, refusals: [{ code: 'book-folder.not-text' }] });
  });

  test('has at most so many files and so much text', async () => {
    expect(await read({ 'a.yaml': 'a', 'b.yaml': 'b' }, { ...BOOK_LIMITS, files: 1 })).toEqual([
      'book-folder.too-many-files ',
    ]);
    expect(await read({ 'a.yaml': 'aaaa', 'b.yaml': 'bbbb' }, { ...BOOK_LIMITS, totalBytes: 5 })).toEqual([
      'book-folder.too-large b.yaml',
    ]);
    expect(await read({ 'README.md': '' })).toEqual(['book-folder.empty ']);
  });

  test('follows no link: those that stay inside are passed over, those that leave are refused', async () => {
    expect(await read({ 'a.yaml': 'a' }, BOOK_LIMITS, { 'again.yaml': 'a.yaml', around: '.' })).toEqual([
      { path: 'a.yaml', text: 'a' },
    ]);
    expect(await read({ 'a.yaml': 'a' }, BOOK_LIMITS, { 'out.yaml': '/etc/hostname' })).toEqual([
      'book-folder.link-outside out.yaml',
    ]);
  });

  test('must be there and be a folder', async () => {
    const file = await scratch.write('file', '');
    expect(await readBookFolder(file)).toMatchObject({ refusals: [{ code: 'book-folder.not-a-folder' }] });
    const missing = await readBookFolder(`${file}-not`);
    expect(missing).toMatchObject({ refusals: [{ code: 'book-folder.missing' }] });
    expect(await speechless(missing.ok ? [] : missing.refusals)).toEqual([]);
  });
});
