/**
 * What vitest counted. A file that failed outside its tests, and a run that broke off, count as failures, so that no
 * failure can hide behind passing tests.
 * @param {{ numPassedTests: number, numFailedTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 *   vitest's report, undefined when it wrote none
 * @param {number} code its exit code
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, code) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  );
  const failed = report.numFailedTests + brokenFiles.length;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}
