import { describe, expect, test } from 'vitest';
import { addressesInLock, outOfLock, outOfTable, unpinned, wrongLicences } from './house.ts';

const manifest = (path: string, content: unknown) => ({ path, text: JSON.stringify(content) });

const LOCK = JSON.stringify({
  packages: {
    '': { devDependencies: { vitest: '4.1.11' } },
    'packages/store': { dependencies: { pg: '8.23.1', kysely: '0.28.18' } },
    'node_modules/pg': { resolved: 'https://example.org/pg.tgz' },
    'node_modules/@kontor/store': { resolved: 'packages/store', link: true },
  },
});

const TABLE = `# House
## Dependencies
| Package | Why | Instead of | Licence |
|---|---|---|---|
| \`pg\` | speaks to PostgreSQL | — | MIT |
| \`kysely\` | queries with types | — | |
| \`gone\` | was needed once | — | MIT |

## Next
| \`vitest\` | not in this section | — | MIT |
`;

describe('the lockfile', () => {
  test('names no address', () => {
    expect(addressesInLock(LOCK)).toEqual([expect.stringContaining('node_modules/pg is fetched from')]);
  });

  test('agrees with every package.json', () => {
    const root = manifest('package.json', { devDependencies: { vitest: '4.1.11' } });
    expect(outOfLock([root], LOCK)).toEqual([]);
    const store = manifest('packages/store/package.json', { dependencies: { pg: '9.0.0', kysely: '0.28.18' } });
    expect(outOfLock([root, store], LOCK)).toEqual([
      'packages/store/package.json: pg@9.0.0 is not in the lockfile',
      'packages/store/package.json: the lockfile still has pg@8.23.1',
    ]);
  });
});

test.each(['^1.2.3', '~1.2.3', '*', 'latest', '1.2', '>=1.2.3'])('a version of %s is not pinned', (version) => {
  expect(unpinned([manifest('package.json', { dependencies: { a: version } })])).toHaveLength(1);
});

test.each(['1.2.3', '18.4.0-beta.17'])('a version of %s is pinned', (version) => {
  expect(unpinned([manifest('package.json', { dependencies: { '@a/b': version } })])).toEqual([]);
});

describe('the table of dependencies', () => {
  test('has a complete line for each, and none for what is gone', () => {
    const used = manifest('package.json', {
      dependencies: { pg: '8.23.1', kysely: '0.28.18', '@kontor/domain': '0.1.0' },
      devDependencies: { vitest: '4.1.11' },
    });
    expect(outOfTable([used], TABLE)).toEqual([
      'kysely has no complete line in the table',
      'vitest has no complete line in the table',
      'gone has a line but is no dependency',
    ]);
  });

  test('states the licence that the package states', () => {
    expect(wrongLicences(TABLE, (name) => (name === 'pg' ? 'ISC' : undefined))).toEqual([
      'pg: the table says MIT, the package ISC',
    ]);
  });
});
