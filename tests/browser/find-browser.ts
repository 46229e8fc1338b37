import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackBrowser } from './unpack-browser.ts';

/**
 * The same for every browser. The list the package of the registry's browser recommends is for the cloud it is built for:
 * it puts everything into one process, where a second page may never open.
 */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Browsers a machine may have, the one named by CHROMIUM_PATH first. */
const places = (): string[] =>
  [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter(
    (path): path is string => path !== undefined && existsSync(path),
  );

/** A browser found on the machine, else the one a registry package ships. Fails with the command that installs one. */
export async function openBrowser(): Promise<Browser> {
  const reasons: string[] = [];
  for (const path of [...places(), undefined]) {
    try {
      const executablePath = path ?? (await unpackBrowser());
      return await chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
    } catch (error) {
      reasons.push(
        `${path ?? '@sparticuz/chromium'}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
      );
    }
  }
  throw new Error(`No browser starts (${reasons.join('; ')}). Install one: apt-get install chromium`);
}
