import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * What tells one process from every other, also from a later one with the same number. Each part that the operating
 * system does not tell is null.
 */
export type ProcessIdentity = {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process (Linux). */
  readonly startTicks: string | null;
  /** Changes with each boot of the machine (Linux). */
  readonly bootId: string | null;
  /** The namespace in which `pid` is counted: containers each have their own (Linux). */
  readonly pidNamespace: string | null;
  readonly host: string;
};

function orNull(read: () => string): string | null {
  try {
    return read().trim();
  } catch {
    return null; // no /proc here, or the process is gone
  }
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and parentheses, so fields count from its end. */
function startTicksOf(pid: number): string | null {
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    startTicks: startTicksOf(process.pid),
    bootId: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    pidNamespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
  };
}

/**
 * Whether a process seen before lives still, as far as this machine can see: true, false, or undefined when its number
 * means nothing here (another machine, another container).
 */
export function isAlive(seen: ProcessIdentity, own: ProcessIdentity = ownIdentity()): boolean | undefined {
  if (seen.bootId !== own.bootId) return seen.host === own.host ? false : undefined;
  if (seen.pidNamespace !== own.pidNamespace) return undefined;
  if (seen.startTicks !== null) return startTicksOf(seen.pid) === seen.startTicks;
  if (seen.host !== own.host) return undefined;
  try {
    process.kill(seen.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
