#!/usr/bin/env node
import { chooseLanguage } from '@kontor/server/texts/language';
import { loadTexts } from '@kontor/server/texts/texts';
import { CommanderError } from 'commander';
import { makeProgram } from './program.ts';
import { EXIT } from './terminal/exit.ts';

const VERSION = '0.1.0';

// A reader that closes early (`kontor rate … | head`) is no fault: stop writing, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

/** The language asked for on the command line, before anything of it is read: help and complaints are in it too. */
function languageAsked(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const found = args[at];
  return found === '--lang' ? args[at + 1] : found?.slice('--lang='.length);
}

const language = chooseLanguage(languageAsked(process.argv), process.env);

try {
  await makeProgram(VERSION, loadTexts(language.ok ? language.value : 'en')).parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.input;
}
