import { describe, expect, test } from 'vitest';
import { againstFolders, againstPackages, drawnFolders } from './directions.ts';
import { source } from './source.ts';

const packageFaults = (path: string, text: string): readonly string[] => againstPackages([source(path, text)]);

describe('the order of packages', () => {
  test.each([
    ['packages/domain/src/kernel/a.ts', "import { x } from '@kontor/store/x';", 'domain may not import store'],
    ['packages/domain/src/kernel/a.ts', "import type { X } from '@kontor/bulk/x';", 'domain may not import bulk'],
    ['packages/store/src/a.ts', "export { x } from '@kontor/server/x';", 'store may not import server'],
    ['packages/store/src/a.ts', "export * from '@kontor/bulk/x';", 'store may not import bulk'],
    ['packages/bulk/src/a.ts', "const x = await import('@kontor/store/x');", 'bulk may not import store'],
    ['packages/server/src/a.ts', "type X = import('kontor/x').X;", 'server may not import cli'],
    ['packages/web/src/a.tsx', "import { x } from '@kontor/domain/x';", 'web may not import domain'],
    ['packages/store/src/a.ts', "import { x } from '../../domain/src/x.ts';", 'leaves the package store'],
    ['packages/store/src/a.ts', "import { x } from '../../../tests/x.ts';", 'leaves the package store'],
    ['packages/cli/src/a.ts', 'const x = await import(name);', 'a computed import'],
    ['packages/attic/src/a.ts', "import { x } from '@kontor/domain/x';", 'the package attic has no place'],
  ])('%s with %s is found', (path, text, what) => {
    expect(packageFaults(path, text)).toEqual([expect.stringContaining(what)]);
    expect(packageFaults(path, `\n\n${text}`)[0]).toContain(`${path}:3:`);
  });

  test.each([
    ['packages/cli/src/a.ts', "import { x } from '@kontor/domain/x'; import { y } from '@kontor/server/y';"],
    ['packages/server/src/a.ts', "import { x } from '@kontor/store/x'; import { z } from 'zod';"],
    ['packages/store/src/a/b.ts', "import { x } from '../c.ts'; import fs from 'node:fs';"],
    ['tests/tidy/a.ts', "import { x } from '../../packages/domain/src/x.ts';"],
    ['packages/domain/src/a.ts', 'const text = "import { x } from \'@kontor/store/x\'";'],
  ])('%s with %s is as it should be', (path, text) => {
    expect(packageFaults(path, text)).toEqual([]);
  });
});

const ARCHITECTURE = [
  '# House',
  '```text domain-folders',
  'rating/   prices',
  'kernel/   numbers',
  '```',
  '```text',
  'attic/',
  '```',
].join('\n');

describe('the order of folders in the domain', () => {
  const drawn = drawnFolders(ARCHITECTURE);
  const kernel = source('packages/domain/src/kernel/a.ts', 'export const a = 1;');
  const rating = source('packages/domain/src/rating/a.ts', "import { a } from '../kernel/a.ts';");

  test('is read from the drawing, top to bottom', () => {
    expect(drawn).toEqual(['rating', 'kernel']);
    expect(() => drawnFolders('# House without a drawing')).toThrow('domain-folders');
  });

  test('lets a folder import what is drawn below it', () => {
    expect(againstFolders([kernel, rating], drawn)).toEqual([]);
  });

  test.each(["import { a } from '../rating/a.ts';", "import type { A } from '@kontor/domain/rating/a';"])(
    'finds %s in a folder drawn below',
    (text) => {
      expect(againstFolders([kernel, rating, source('packages/domain/src/kernel/b.ts', text)], drawn)).toEqual([
        'packages/domain/src/kernel/b.ts:1: kernel may not import rating, which is drawn above it',
      ]);
    },
  );

  test('lets a test come in from above', () => {
    const text = "import { a } from '../rating/a.ts';";
    expect(againstFolders([kernel, rating, source('packages/domain/src/kernel/a.test.ts', text)], drawn)).toEqual([]);
  });

  test('finds a folder that is not drawn, a file without a folder, and a drawing without code', () => {
    const strangers = ['packages/domain/src/attic/a.ts', 'packages/domain/src/a.ts'].map((path) => source(path, ''));
    expect(againstFolders([kernel, ...strangers], drawn)).toEqual([
      'rating/ is drawn but has no code',
      'packages/domain/src/attic/a.ts: its folder is not drawn',
      'packages/domain/src/a.ts: its folder is not drawn',
    ]);
  });
});
