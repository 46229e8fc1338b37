import { join } from 'node:path';
import { runNode } from './house/command.mjs';
import { ROOT } from './house/root.mjs';
import { setUp } from './setup.mjs';

/** What `node scripts/run.mjs NAME` runs after set-up: arguments for Node. Sources run as they are, not as compiled. */
const COMMANDS = {
  cases: ['--conditions=kontor-source', '--import', 'tsx', 'tests/cases/run.ts'],
  schema: ['--conditions=kontor-source', '--import', 'tsx', 'scripts/schema.mjs'],
  kontor: [join(ROOT, 'packages', 'cli', 'dist', 'bin.js')],
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command === undefined) {
  process.stderr.write(
    `usage: node scripts/run.mjs COMMAND [ARGUMENT...]; commands: ${Object.keys(COMMANDS).join(', ')}\n`,
  );
  process.exit(2);
}
await setUp();
process.exitCode = await runNode([...command.args, ...args], { cwd: command.cwd });
