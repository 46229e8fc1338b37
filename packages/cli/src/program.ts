import { parseLocalDate } from '@kontor/domain/kernel/local-date';
import { type Refusal, refusal } from '@kontor/domain/kernel/refusal';
import { Command, Option } from 'commander';
import type { BriefOptions } from './commands/brief.ts';
import type { CheckOptions } from './commands/check.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { ImportCommandOptions } from './commands/import.ts';
import type { QuoteOptions } from './commands/quote.ts';
import type { RateOptions } from './commands/rate.ts';
import type { ServeOptions } from './commands/serve.ts';
import type { SettleOptions } from './commands/settle.ts';
import type { SimulateOptions } from './commands/simulate.ts';
import type { TurnoverOptions } from './commands/turnover.ts';
import { EXIT, type Exit } from './terminal/exit.ts';
import { type CommonOptions, openSession, remarkRefusals, type Session } from './terminal/session.ts';

const LANGUAGES = ['en', 'de', 'ru', 'be'] as const;

function withCommon(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(new Option('--format <format>', 'how the result is printed').choices(formats).default(formats[0]))
    .addOption(
      new Option(
        '--lang <language>',
        `language of the texts: ${LANGUAGES.join(', ')} (default: that of the locale, else en)`,
      ),
    );
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
  withCommon(program.command('check').argument('<book>', 'folder of the book'), ['table', 'json'])
    .description('check a book: every problem with file, line, column and remedy, all at once')
    .option('--strict', 'warnings fail too')
    .addHelpText('after', '\nExample:\n  kontor check books/tr1')
    .action(async (book: string, options: CommonOptions & CheckOptions) =>
      inSession(options, async (session) => (await import('./commands/check.ts')).check(session, book, options)),
    );
}

function addQuote(program: Command): void {
  withCommon(program.command('quote').argument('<file>', 'a consignment as JSON; - reads standard input'), [
    'table',
    'json',
  ])
    .description('price one consignment and explain the price line by line')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--known-by <date>', 'use the book as it was known on this day (default: as it stands)')
    .option('--journal <file>', 'consignments before it: meters, quotas and budgets stand where they stood')
    .option('--data <folder>', 'the same from the journal of a data folder')
    .option('--why <discount>', 'show one discount in full: every condition with its numbers, and what it would bring')
    .option('--svg <file>', 'draw how the price comes about, step by step, as a picture')
    .addHelpText('after', '\nExample:\n  kontor quote books/tr1/example.json --book books/tr1 --lang ru')
    .action(async (file: string, options: CommonOptions & QuoteOptions) =>
      inSession(options, async (session) => (await import('./commands/quote.ts')).quote(session, file, options)),
    );
}

function addRate(program: Command): void {
  withCommon(
    program
      .command('rate')
      .argument('<book>', 'folder of the book')
      .argument('<file>', 'consignments: CSV, JSON lines or XLSX'),
    ['table', 'csv', 'json'],
  )
    .description('price a file of consignments by a book, with no store at all')
    .option('--profile <file>', 'how the columns of the file are read, as saved before')
    .option('--save-profile <file>', 'save how the columns were read, for the next file')
    .option('--rejects <file>', 'where rejected rows go (default: beside the file)')
    .option('--known-by <date>', 'use the book as it was known on this day (default: as it stands)')
    .addHelpText('after', '\nExample:\n  kontor rate books/tr1 books/tr1/example.jsonl --format csv')
    .action(async (book: string, file: string, options: CommonOptions & RateOptions) =>
      inSession(options, async (session) => (await import('./commands/rate.ts')).rate(session, book, file, options)),
    );
}

function addImport(program: Command): void {
  withCommon(program.command('import').argument('<file>', 'consignments: CSV, JSON lines or XLSX'), ['table', 'json'])
    .description('put a file of consignments into the journal; the same file twice changes nothing')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .addOption(
      new Option(
        '--as <kind>',
        'what the records are: new notes, later versions of notes in the journal, or notes that are cancelled',
      )
        .choices(['consignment', 'correction', 'cancellation'])
        .default('consignment'),
    )
    .option(
      '--learned <date>',
      'the day you learned of the file; briefs as of an earlier day do not show it (default: now)',
    )
    .option('--profile <file>', 'how the columns of the file are read, as saved before')
    .option('--save-profile <file>', 'save how the columns were read and what was answered, for the next file')
    .option('--rejects <file>', 'where rejected rows go (default: beside the file)')
    .addHelpText(
      'after',
      '\nExample:\n  kontor import books/demo/example.jsonl --book books/demo --data .kontor/office',
    )
    .action(async (file: string, options: CommonOptions & ImportCommandOptions) =>
      inSession(options, async (session) =>
        (await import('./commands/import.ts')).importCommand(session, file, options),
      ),
    );
}

function addSettle(program: Command): void {
  withCommon(program.command('settle'), ['table', 'csv', 'json'])
    .description('settle every quarter whose day has come: accruals, differences, payouts withheld')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .option('--quarter <quarter>', 'show one quarter only, such as 2025-Q3')
    .option('--as-of <date>', 'settle what has come by this day (default: the day of the last session)')
    .addHelpText('after', '\nExample:\n  kontor settle --book books/demo --data .kontor/demo --quarter 2025-Q1')
    .action(async (options: CommonOptions & SettleOptions) =>
      inSession(options, async (session) => (await import('./commands/settle.ts')).settle(session, options)),
    );
}

const several = (one: string, before: readonly string[]): readonly string[] => [...before, one];

function addSimulate(program: Command): void {
  withCommon(
    program.command('simulate').argument('[file]', 'consignments: CSV, JSON lines or XLSX (default: the journal)'),
    ['table', 'csv', 'json'],
  )
    .description('a candidate book beside the base book over the same consignments: cost, winners, losers, budgets')
    .requiredOption('--book <folder>', 'folder of the base book')
    .option('--candidate <folder>', 'folder of the candidate, a whole book')
    .option('--with <path>', 'entries laid over the base book, a file or folder; may be repeated', several, [])
    .option('--without <id>', 'an entry of the base book left out; may be repeated', several, [])
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .option('--from <date>', 'report consignments accepted from this day on')
    .option('--to <date>', 'report consignments accepted before this day')
    .option('--scope <yaml>', 'report only what this scope speaks of, written here or in a .yaml file')
    .option('--top <number>', 'how many of the greatest gains and losses a table shows', '10')
    .addHelpText(
      'after',
      '\nExample:\n  kontor simulate --book books/demo --data .kontor/demo --without d10-ferry-rebate',
    )
    .action(async (file: string | undefined, options: CommonOptions & SimulateOptions) =>
      inSession(options, async (session) =>
        (await import('./commands/simulate.ts')).simulateCommand(session, file, options),
      ),
    );
}

function addTurnover(program: Command): void {
  withCommon(program.command('turnover'), ['table', 'csv', 'json'])
    .description('turnover added up from the consignments of the journal')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .option(
      '--by <dimensions>',
      'year, quarter, month, from, to, chapter, mode, consignor, consignee, agreement',
      'year,from,to',
    )
    .option('--as-of <date>', 'what was known on this day')
    .option('--confidential', 'hide cells with fewer than three parties')
    .addHelpText('after', '\nExample:\n  kontor turnover --book books/demo --by month,from,to --format csv')
    .action(async (options: CommonOptions & TurnoverOptions) =>
      inSession(options, async (session) => (await import('./commands/turnover.ts')).turnover(session, options)),
    );
}

function addBrief(program: Command): void {
  withCommon(program.command('brief'), ['table', 'json'])
    .description('one page on the journal: plan, agreements, promises, screening, quotas, discounts, turnover')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .option('--as-of <date>', 'what was known on this day (default: the day of the last session)')
    .option('--html <file>', 'write the brief as one self-contained page')
    .addHelpText('after', '\nExample:\n  kontor brief --book books/demo --as-of 2025-10-01 --lang be')
    .action(async (options: CommonOptions & BriefOptions) =>
      inSession(options, async (session) => (await import('./commands/brief.ts')).brief(session, options)),
    );
}

function addDemo(program: Command): void {
  withCommon(program.command('demo'), ['table', 'json'])
    .description('the demonstration corridor: its two years in a store of its own, and the brief of the 20th session')
    .option('--data <folder>', 'data folder of the demonstration', '.kontor/demo')
    .option('--as-of <date>', 'what was known on this day (default: the day of the session)')
    .option('--once', 'end after the brief; without it the page is served at a printed address')
    .option('--html <file>', 'write the brief as one self-contained page')
    .addHelpText('after', '\nExample:\n  kontor demo --once --lang ru --as-of 2025-06-30')
    .action(async (options: CommonOptions & DemoOptions) =>
      inSession(options, async (session) => (await import('./commands/demo.ts')).demo(session, options)),
    );
}

function addServe(program: Command): void {
  withCommon(program.command('serve'), ['table'])
    .description('serve the brief of a data folder on this machine, until it is ended')
    .requiredOption('--book <folder>', 'folder of the book')
    .option('--data <folder>', 'data folder (default: .kontor/office, or the database of DATABASE_URL)')
    .option('--as-of <date>', 'what was known on this day (default: the day of the last session)')
    .option('--port <port>', 'port on 127.0.0.1 (default: any free one)')
    .addHelpText('after', '\nExample:\n  kontor serve --book books/demo --data .kontor/demo --port 8620')
    .action(async (options: CommonOptions & ServeOptions) =>
      inSession(options, async (session) => (await import('./commands/serve.ts')).serve(session, options)),
    );
}

/** The commands of `kontor`. Every help text ends with an example that works in a fresh checkout. */
export function makeProgram(version: string): Command {
  const program = new Command('kontor')
    .description('Kontor: the open cooperation office for two regions that trade')
    .version(version)
    .showHelpAfterError()
    .exitOverride();
  for (const add of [
    addCheck,
    addQuote,
    addRate,
    addImport,
    addSettle,
    addSimulate,
    addTurnover,
    addBrief,
    addDemo,
    addServe,
  ])
    add(program);
  return program;
}
