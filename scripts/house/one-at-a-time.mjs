import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

const LOCK = join(tmpdir(), `kontor-set-up-${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}.lock`);
const LOOK_AGAIN_MS = 200;

function holderIsAlive() {
  try {
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // it lives, but is another user's
  }
}

function take() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderIsAlive()) rmSync(LOCK, { force: true });
    return false;
  }
}

/** Does the work when no other process sets up this copy of the repository; waits for it otherwise. */
export async function oneAtATime(work) {
  while (!take()) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}
