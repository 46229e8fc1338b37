import { join } from 'node:path';
import { runNode } from './house/command.mjs';
import { ROOT } from './house/root.mjs';
import { setUp } from './setup.mjs';

const fromSource = (path) => ['--conditions=kontor-source', '--import', 'tsx', path];

/** What `node scripts/run.mjs NAME` runs after set-up: arguments for Node, and where. Some run the sources as they are. */
const COMMANDS = {
  cases: { args: fromSource('tests/cases/run.ts'), cwd: ROOT },
  notices: { args: fromSource('tests/notices/run.ts'), cwd: ROOT },
  reference: { args: fromSource('tests/reference/run.ts'), cwd: ROOT },
  mutate: { args: fromSource('tests/mutation/run.ts'), cwd: ROOT },
  schema: { args: fromSource('scripts/schema.mjs'), cwd: ROOT },
  picture: { args: fromSource('scripts/picture.mjs'), cwd: ROOT },
  // Paths on the command line are meant from where the person stands, not from where npm runs a script.
  kontor: { args: [join(ROOT, 'packages', 'cli', 'dist', 'bin.js')], cwd: process.env.INIT_CWD ?? process.cwd() },
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
