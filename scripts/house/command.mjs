import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './root.mjs';

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program and gives its exit code; a program ended by a signal gives 128 + its number, as a shell does.
 * It runs in the repository's folder unless told otherwise. `quiet` sends its standard output to ours for errors, so that
 * ours stays free for the result.
 */
export function run(program, args, { quiet = false, shell = false, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 2, 2] : 'inherit';
    const child = spawn(program, args, { cwd, stdio, shell });
    // A terminal sends its Ctrl-C to the child as well; sent from elsewhere it reaches only us.
    const pass = (signal) => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal));
    for (const signal of PASSED_ON) process.on(signal, pass);
    const done = () => PASSED_ON.forEach((signal) => process.off(signal, pass));
    child.on('error', (error) => {
      done();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      done();
      resolve(signal === null ? code : 128 + constants.signals[signal]);
    });
  });
}

/** Runs a JavaScript program with this very Node. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}
