import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runNode } from './command.mjs';
import { ROOT } from './root.mjs';

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined; // absent, or cut off by an interrupted installation
  }
}

/**
 * Whether every package of the lockfile is there in its version. Packages for other platforms are optional and never
 * there; one that is there must still be the right one.
 * @param {Record<string, { version?: string, integrity?: string, optional?: boolean }>} wanted
 * @param {Record<string, { version?: string, integrity?: string }>} present
 * @param {(path: string) => boolean} exists
 */
export function satisfies(wanted, present, exists) {
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity && exists(path);
  });
}

/** Whether what lies in node_modules is what the lockfile asks for. npm writes its own lockfile there last of all. */
export function areInstalled() {
  const wanted = readLock(join(ROOT, 'package-lock.json'));
  const present = readLock(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) throw new Error('package-lock.json is missing or damaged');
  return present !== undefined && satisfies(wanted, present, (path) => existsSync(join(ROOT, path)));
}

/** npm as a program: the one that started us when npm did, else the one on the path. */
function npm(args) {
  const started = process.env.npm_execpath;
  if (started !== undefined && /npm-cli\.c?js$/.test(started)) return runNode([started, ...args], { quiet: true });
  return run('npm', args, { quiet: true, shell: process.platform === 'win32' });
}

/** Installs exactly what the lockfile says, tools for building included. Throws when npm fails. */
export async function install() {
  const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}`);
}
