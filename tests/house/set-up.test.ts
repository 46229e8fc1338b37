import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { satisfies } from '../../scripts/house/dependencies.mjs';
import { complaintAbout } from '../../scripts/house/node-floor.mjs';
import { countTests } from '../../scripts/house/test-count.mjs';

describe('the oldest Node', () => {
  test.each(['18.20.8', '20.18.3', '20.9.0', '8.0.0'])(
    '%s is too old, and the message says what is needed',
    (version) => {
      expect(complaintAbout(version)).toContain(`needs Node.js 20.19 or newer; this is ${version}`);
    },
  );

  test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0', '100.0.0'])('%s will do', (version) => {
    expect(complaintAbout(version)).toBeUndefined();
  });
});

describe('dependencies are installed', () => {
  const pg = { version: '8.23.1', integrity: 'sha512-a' };
  const wanted = { '': {}, 'node_modules/pg': pg, 'node_modules/other-platform': { version: '1.0.0', optional: true } };
  const everywhere = (): boolean => true;

  test('when all are there, but for those of other platforms', () => {
    expect(satisfies(wanted, { 'node_modules/pg': pg }, everywhere)).toBe(true);
  });

  test.each([
    ['one is missing', {}],
    ['one has another version', { 'node_modules/pg': { ...pg, version: '8.23.0' } }],
    ['one has other content', { 'node_modules/pg': { ...pg, integrity: 'sha512-b' } }],
    [
      'an optional one is the wrong one',
      { 'node_modules/pg': pg, 'node_modules/other-platform': { version: '0.9.0' } },
    ],
  ])('but not when %s', (_what, present) => {
    expect(satisfies(wanted, present, everywhere)).toBe(false);
  });

  test('nor when a folder was removed by hand', () => {
    expect(satisfies(wanted, { 'node_modules/pg': pg }, () => false)).toBe(false);
  });
});

describe('the count of tests', () => {
  const file = (status: string, ...tests: readonly string[]) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  });

  test('is what vitest counted', () => {
    const testResults = [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')];
    expect(countTests({ numPassedTests: 3, numFailedTests: 1, testResults }, 1)).toEqual({ passed: 3, failed: 1 });
  });

  test('has a failure for a file that failed outside its tests', () => {
    const testResults = [file('failed', 'passed'), file('failed')];
    expect(countTests({ numPassedTests: 1, numFailedTests: 0, testResults }, 1)).toEqual({ passed: 1, failed: 2 });
  });

  test('has a failure for a run that ended badly though all passed, and for one that left no report', () => {
    expect(countTests({ numPassedTests: 1, numFailedTests: 0, testResults: [file('passed', 'passed')] }, 1)).toEqual({
      passed: 1,
      failed: 1,
    });
    expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

test('a command that is none is refused with the commands there are', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'nothing'], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^usage: .* commands: .*kontor/u);
});
