import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import type { Texts } from '@kontor/server/texts/texts';
import { Command, Option } from 'commander';
import type { BriefOptions } from './commands/brief.ts';
import type { CheckOptions } from './commands/check.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { EntryOptions } from './commands/entry.ts';
import type { ImportCommandOptions } from './commands/import.ts';
import type { QuoteOptions } from './commands/quote.ts';
import type { RateOptions } from './commands/rate.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { SettleOptions } from './commands/settle.ts';
import type { SimulateOptions } from './commands/simulate.ts';
import type { TurnoverOptions } from './commands/turnover.ts';
import { EXIT, type Exit } from './terminal/exit.ts';
import { example, speaking } from './terminal/help.ts';
import { type CommonOptions, openSession, remarkRefusals, type Session } from './terminal/session.ts';

function withCommon(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <format>', 'format').choices(formats).default(formats[0]))
    .addOption(new Option('--lang <language>', 'lang'));
}

/** Options that are days, in whatever command: a day that is none is said before anything is opened. */
const DAYS = new Set(['asOf', 'knownBy', 'learned']);

function wrongDays(options: CommonOptions): readonly Refusal[] {
  return Object.entries(options).flatMap(([name, text]) =>
    DAYS.has(name) && parseLocalDate(text) === undefined ? [refusal('cli.not-a-date', { text })] : [],
  );
}

/** Runs a command in a session and leaves with its exit code. */
async function inSession(options: CommonOptions, run: (session: Session) => Promise<Exit>): Promise<void> {
  const session = openSession(options);
  if (session === undefined) {
    process.exitCode = EXIT.input;
    return;
  }
  const wrong = wrongDays(options);
  remarkRefusals(session, wrong);
  process.exitCode = wrong.length > 0 ? EXIT.input : await run(session);
}

function addCheck(program: Command): void {
  withCommon(program.command('check').argument('<book>', 'book'), ['table', 'json'])
    .description('check')
    .option('--strict', 'strict')
    .addHelpText('after', example('kontor check books/tr1'))
    .action(async (book: string, options: CommonOptions & CheckOptions) =>
      inSession(options, async (session) => (await import('./commands/check.ts')).check(session, book, options)),
    );
}

function addQuote(program: Command): void {
  withCommon(program.command('quote').argument('<file>', 'consignment'), ['table', 'json'])
    .description('quote')
    .requiredOption('--book <folder>', 'book')
    .option('--known-by <date>', 'known-by')
    .option('--journal <file>', 'journal')
    .option('--data <folder>', 'journal-data')
    .option('--why <discount>', 'why')
    .option('--svg <file>', 'svg')
    .addHelpText('after', example('kontor quote books/tr1/example.json --book books/tr1 --lang ru'))
    .action(async (file: string, options: CommonOptions & QuoteOptions) =>
      inSession(options, async (session) => (await import('./commands/quote.ts')).quote(session, file, options)),
    );
}

function addRate(program: Command): void {
  withCommon(program.command('rate').argument('<book>', 'book').argument('<file>', 'consignments'), [
    'table',
    'csv',
    'json',
  ])
    .description('rate')
    .option('--profile <file>', 'profile')
    .option('--save-profile <file>', 'save-profile')
    .option('--rejects <file>', 'rejects')
    .option('--known-by <date>', 'known-by')
    .addHelpText('after', example('kontor rate books/tr1 books/tr1/example.jsonl --format csv'))
    .action(async (book: string, file: string, options: CommonOptions & RateOptions) =>
      inSession(options, async (session) => (await import('./commands/rate.ts')).rate(session, book, file, options)),
    );
}

function addImport(program: Command): void {
  withCommon(program.command('import').argument('<file>', 'consignments'), ['table', 'json'])
    .description('import')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .addOption(
      new Option('--as <kind>', 'as').choices(['consignment', 'correction', 'cancellation']).default('consignment'),
    )
    .option('--learned <date>', 'learned')
    .option('--profile <file>', 'profile')
    .option('--save-profile <file>', 'save-profile')
    .option('--rejects <file>', 'rejects')
    .addHelpText('after', example('kontor import books/demo/example.jsonl --book books/demo --data .kontor/office'))
    .action(async (file: string, options: CommonOptions & ImportCommandOptions) =>
      inSession(options, async (session) =>
        (await import('./commands/import.ts')).importCommand(session, file, options),
      ),
    );
}

function addSettle(program: Command): void {
  withCommon(program.command('settle'), ['table', 'csv', 'json'])
    .description('settle')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .option('--quarter <quarter>', 'quarter')
    .option('--as-of <date>', 'settle-as-of')
    .addHelpText('after', example('kontor settle --book books/demo --data .kontor/demo --quarter 2025-Q1'))
    .action(async (options: CommonOptions & SettleOptions) =>
      inSession(options, async (session) => (await import('./commands/settle.ts')).settle(session, options)),
    );
}

function addEntry(program: Command): void {
  withCommon(program.command('entry').argument('[key]', 'entry-key'), ['table', 'json'])
    .description('entry')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .addHelpText('after', example('kontor entry --book books/demo --data .kontor/demo'))
    .action(async (key: string | undefined, options: CommonOptions & EntryOptions) =>
      inSession(options, async (session) => (await import('./commands/entry.ts')).entryCommand(session, key, options)),
    );
}

const several = (one: string, before: readonly string[]): readonly string[] => [...before, one];

function addSimulate(program: Command): void {
  withCommon(program.command('simulate').argument('[file]', 'consignments-or-journal'), ['table', 'csv', 'json'])
    .description('simulate')
    .requiredOption('--book <folder>', 'base-book')
    .option('--candidate <folder>', 'candidate')
    .option('--with <path>', 'with', several, [])
    .option('--without <id>', 'without', several, [])
    .option('--data <folder>', 'data')
    .option('--from <date>', 'from')
    .option('--to <date>', 'to')
    .option('--scope <yaml>', 'scope')
    .option('--top <number>', 'top', '10')
    .addHelpText('after', example('kontor simulate --book books/demo --data .kontor/demo --without d10-ferry-rebate'))
    .action(async (file: string | undefined, options: CommonOptions & SimulateOptions) =>
      inSession(options, async (session) =>
        (await import('./commands/simulate.ts')).simulateCommand(session, file, options),
      ),
    );
}

function addTurnover(program: Command): void {
  withCommon(program.command('turnover'), ['table', 'csv', 'json'])
    .description('turnover')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .option('--by <dimensions>', 'by', 'year,from,to')
    .option('--as-of <date>', 'as-of')
    .option('--confidential', 'confidential')
    .addHelpText('after', example('kontor turnover --book books/demo --by month,from,to --format csv'))
    .action(async (options: CommonOptions & TurnoverOptions) =>
      inSession(options, async (session) => (await import('./commands/turnover.ts')).turnover(session, options)),
    );
}

function addBrief(program: Command): void {
  withCommon(program.command('brief'), ['table', 'json'])
    .description('brief')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .option('--as-of <date>', 'as-of-session')
    .option('--html <file>', 'html')
    .addHelpText('after', example('kontor brief --book books/demo --as-of 2025-10-01 --lang be'))
    .action(async (options: CommonOptions & BriefOptions) =>
      inSession(options, async (session) => (await import('./commands/brief.ts')).brief(session, options)),
    );
}

function addDemo(program: Command): void {
  withCommon(program.command('demo'), ['table', 'json'])
    .description('demo')
    .option('--data <folder>', 'demo-data', '.kontor/demo')
    .option('--as-of <date>', 'as-of-session')
    .option('--once', 'once')
    .option('--html <file>', 'html')
    .addHelpText('after', example('kontor demo --once --lang ru --as-of 2025-06-30'))
    .action(async (options: CommonOptions & DemoOptions) =>
      inSession(options, async (session) => (await import('./commands/demo.ts')).demo(session, options)),
    );
}

function addServe(program: Command): void {
  withCommon(program.command('serve'), ['table'])
    .description('serve')
    .requiredOption('--book <folder>', 'book')
    .option('--data <folder>', 'data')
    .option('--as-of <date>', 'as-of-session')
    .option('--port <port>', 'port')
    .addHelpText('after', example('kontor serve --book books/demo --data .kontor/demo --port 8620'))
    .action(async (options: CommonOptions & ServeOptions) =>
      inSession(options, async (session) => (await import('./commands/serve.ts')).serve(session, options)),
    );
}

/**
 * The commands of `kontor`, speaking the language of the texts. What commands, arguments and options are for stands in the
 * catalogues under `help.`; here are the keys. Every help text ends with an example that works in a fresh checkout.
 */
export function makeProgram(version: string, texts: Texts): Command {
  const program = speaking(new Command('kontor'), texts)
    .description('kontor')
    .version(version, '-V, --version', 'version')
    .showHelpAfterError()
    .exitOverride();
  for (const add of [
    addCheck,
    addQuote,
    addRate,
    addImport,
    addSettle,
    addEntry,
    addSimulate,
    addTurnover,
    addBrief,
    addDemo,
    addServe,
  ])
    add(program);
  return program;
}
