/**
 * Opens the data folder named by the first argument, says so, and holds it until the process is ended from outside or,
 * with the second argument `close`, closes it at once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../open-store.ts';

const [, , dataDir = '', then = 'hold'] = process.argv;
const opened = await openStore({
  dataDir,
  onNotice: ({ code }) => process.stdout.write(`notice ${code}\n`),
});
if (!opened.ok) {
  process.stdout.write(`refused ${opened.refusals.map(({ code }) => code).join(' ')}\n`);
  process.exitCode = 1;
} else {
  const { db, close } = opened.value;
  const facts = await db.selectFrom('fact').select('seq').execute();
  process.stdout.write(`open uid ${process.getuid?.()} facts ${facts.length}\n`);
  if (then === 'hold') await pause(600_000);
  await close();
  process.stdout.write('closed\n');
}
