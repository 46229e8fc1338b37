import { defineConfig } from 'vitest/config';

/**
 * One test run for the whole repository. `kontor-source` makes `@kontor/<package>/...` resolve to
 * `packages/<package>/src`, so tests never depend on a build. Files share a worker (`isolate: false`),
 * which makes the run many times faster; `tests/house/no-leftovers.ts` keeps them from soiling it.
 */
export default defineConfig({
  resolve: { conditions: ['kontor-source'] },
  ssr: { resolve: { conditions: ['kontor-source', 'module', 'node', 'development|production'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    setupFiles: ['tests/house/no-leftovers.ts'],
    globalSetup: ['tests/house/no-orphans.ts'],
  },
});
