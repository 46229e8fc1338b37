#!/usr/bin/env node
import { CommanderError } from 'commander';
import { makeProgram } from './program.ts';
import { EXIT } from './terminal/exit.ts';

const VERSION = '0.1.0';

// A reader that closes early (`kontor rate … | head`) is no fault: stop writing, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

try {
  await makeProgram(VERSION).parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.input;
}
