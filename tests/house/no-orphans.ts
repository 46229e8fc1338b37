import { readdirSync, readFileSync } from 'node:fs';

/** Every process with its parent, read from the kernel; empty where there is no /proc. */
const processes = (): { id: number; parent: number; name: string }[] => {
  let entries: string[];
  try {
    entries = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? [] : [{ id: Number(entry), parent: Number(parent), name }];
    } catch {
      return []; // the process ended while we were reading
    }
  });
};

/** The servers a run of Kontor starts; tools of the test runner itself are not among them. */
const SERVER_NAMES = /^(postgres|node|chrom|headless)/;

/** Runs once, after the last test file: a server still alive then is reported by name and fails the run. */
export const teardown = (): void => {
  const left = processes().filter(({ parent, name }) => parent === process.pid && SERVER_NAMES.test(name));
  if (left.length === 0) return;
  for (const { id } of left) process.kill(id, 'SIGTERM');
  process.exitCode = 1; // vitest prints an error thrown here but does not fail for it
  throw new Error(`left running after the tests: ${left.map(({ id, name }) => `${name} (${id})`).join(', ')}`);
};
