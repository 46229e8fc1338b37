import { pathToFileURL } from 'node:url';
import { compile, isCompiled } from './house/compile.mjs';
import { areInstalled, install } from './house/dependencies.mjs';
import { checkNode } from './house/node-floor.mjs';
import { oneAtATime } from './house/one-at-a-time.mjs';

const say = (text) => process.stderr.write(`${text}\n`);

const isReady = () => areInstalled() && isCompiled();

async function makeReady() {
  if (!areInstalled()) {
    say('Installing the dependencies (once; about a minute) ...');
    await install();
  }
  if (!isCompiled()) {
    say('Compiling ...');
    await compile();
  }
}

/**
 * Makes a checkout ready to run: dependencies as locked, packages compiled. Does only what is missing, and speaks on
 * standard error alone. Ends the process with code 3 when it cannot.
 */
export async function setUp() {
  checkNode();
  try {
    if (!isReady()) await oneAtATime(makeReady);
  } catch (error) {
    say(`Kontor could not be set up: ${error.message}`);
    process.exit(3);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await setUp();
