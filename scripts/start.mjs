import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './house/root.mjs';
import { setUp } from './setup.mjs';

// `npm start -- --once --lang de` is `kontor demo --once --lang de` on a machine that has only Node and npm. The command
// runs in this process, so its standard output, its exit code and the signals sent to it are its own.
await setUp();
const kontor = join(ROOT, 'packages', 'cli', 'dist', 'bin.js');
process.argv = [process.execPath, kontor, 'demo', ...process.argv.slice(2)];
await import(pathToFileURL(kontor).href);
