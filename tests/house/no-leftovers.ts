import { afterAll, expect } from 'vitest';

/** Node's names for a listening TCP server, a socket file (listening or open) and a child process. */
const LEFTOVER_KINDS = ['TCPServerWrap', 'PipeWrap', 'ProcessWrap'];

/** Closing is asynchronous: a server whose `close` was called may need a few turns to vanish. */
const PATIENCE_MS = 2_000;

const alive = (): string[] => process.getActiveResourcesInfo().filter((kind) => LEFTOVER_KINDS.includes(kind));

const count = (kinds: readonly string[], kind: string): number => kinds.filter((other) => other === kind).length;

const before = alive();

/** The kinds of which more are alive now than when this test file began. */
const leftovers = (): string[] => {
  const now = alive();
  return LEFTOVER_KINDS.filter((kind) => count(now, kind) > count(before, kind));
};

/**
 * Test files share a worker, so a server or a child process that one file leaves behind soils the next.
 * This runs after the hooks of the file itself; the file that left something is the one that fails.
 */
afterAll(async () => {
  const deadline = Date.now() + PATIENCE_MS;
  while (leftovers().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(leftovers(), 'servers or child processes this test file left running').toEqual([]);
});
