/**
 * Stands in for `vitest` in test files under mutation: tests are gathered as functions, to be run one by one under one mutant
 * after the other within a process. What is expected is asked of vitest itself.
 */
import { format } from 'node:util';
import { switchboard } from './switchboard.ts';

export { expect } from 'vitest';

type Body = (...args: readonly unknown[]) => unknown;

/** Suites that start processes of their own, in which no mutant is active. */
const IN_PROCESSES = new Set(['npm run cases']);

const within: string[] = [];

function gatherTest(name: string, body: Body): void {
  switchboard().gathered.push({ name: [...within, name].join(' > '), run: () => body() });
}

function gatherSuite(name: string, body: Body): void {
  if (IN_PROCESSES.has(name)) return;
  within.push(name);
  body();
  within.pop();
}

const each =
  (gather: (name: string, body: Body) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const row of rows) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row];
      gather(format(name, ...values), () => body(...values));
    }
  };

export const test = Object.assign(gatherTest, { each: each(gatherTest) });
/** Not the same, so that each is exported once. */
export const it = Object.assign((name: string, body: Body) => gatherTest(name, body), { each: test.each });
export const describe = Object.assign(gatherSuite, { each: each(gatherSuite) });

/** Folders that a test file removes at its end. */
export const afterAll = (): void => undefined;
