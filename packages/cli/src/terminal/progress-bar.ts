import type { Progress } from '@kontor/bulk/import/batch';
import type { Session } from './session.ts';

const WIDTH = 24;
/** Redrawn at most this often, by steps of the share done, so that a fast import does not drown in its own bar. */
const STEPS = 200;

function drawn({ bytesDone, bytesTotal }: Progress): { bar: string; step: number } {
  const step = bytesTotal === 0 ? STEPS : Math.floor((bytesDone * STEPS) / bytesTotal);
  const full = Math.floor((step * WIDTH) / STEPS);
  return { bar: `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`, step };
}

/** A progress bar on a terminal's standard error, with rate and remaining time; silent when nobody watches. */
export function progressBar({ texts, remark }: Session): (progress: Progress) => void {
  if (!process.stderr.isTTY) return () => undefined;
  let last = -1;
  return (progress) => {
    const { bar, step } = drawn(progress);
    if (step === last) return;
    last = step;
    const remaining =
      progress.remainingSeconds === undefined
        ? ''
        : texts.say('progress.remaining', { seconds: Math.ceil(progress.remainingSeconds) });
    remark(
      `\r\u001b[K${bar} ${texts.say('progress.rows', { rows: progress.rows, rate: progress.rowsPerSecond })} ${remaining}${step === STEPS ? '\n' : ''}`,
    );
  };
}
