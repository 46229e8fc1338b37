/** Figures of cases that are settled more than once: what each settlement pays, in all and for each period. */
import { toText } from '@kontor/domain/kernel/decimal';
import { ofMinor } from '@kontor/domain/kernel/money';
import { type CaseResult, givenIn, type Run } from './engine.ts';

const euros = (minor: bigint): string => toText(ofMinor(minor, 'EUR'));

/** What the settlement of a run pays: what is given by then, less what was by the one before. */
export const paidIn = ({ runs }: CaseResult, index: number): bigint => {
  const [now, before] = [runs[index], runs[index - 1]];
  return (now === undefined ? 0n : givenIn(now)) - (before === undefined ? 0n : givenIn(before));
};

type Of = 'amount' | 'cut' | 'gross';

/** What is earned in a period by the facts of a run: after limits, cut by them, and before. */
function earnedIn(run: Run | undefined, period: number, of: Of): bigint {
  const note = run?.consignments[period - 1]?.note;
  const legs = run?.earned.flatMap((one) => (one.kind === 'earned' ? one.legs : [])) ?? [];
  return legs
    .filter((leg) => leg.note === note)
    .reduce((sum, leg) => {
      const cut = leg.cuts.reduce((all, one) => all + one.amount, 0n);
      return sum + (of === 'amount' ? leg.amount : of === 'cut' ? cut : leg.amount + cut);
    }, 0n);
}

const changeIn = ({ runs }: CaseResult, run: number, period: number, of: Of): bigint =>
  earnedIn(runs[run - 1], period, of) - earnedIn(runs[run - 2], period, of);

const allIn = (result: CaseResult, run: number, of: Of): string => {
  const periods = result.runs[run - 1]?.consignments.map((_, index) => changeIn(result, run, index + 1, of)) ?? [];
  return euros(periods.reduce((sum, one) => sum + one, 0n));
};

/** What a settlement is charged and given net: charges of what it adds, less what discounts come to more. */
function revenueIn({ runs }: CaseResult, index: number): string {
  const net = (run: Run | undefined): bigint =>
    run === undefined ? 0n : run.legs.reduce((sum, leg) => sum + leg.gross, 0n) - givenIn(run);
  return euros(net(runs[index]) - net(runs[index - 1]));
}

/** `run3.period2_net`, `run2.cap`, `period2_total`, `q1` and their like; undefined for any other name. */
export function overTime(name: string, result: CaseResult): string | readonly string[] | undefined {
  const ofRun = /^run(\d)(?:\.(gross|cap|net|total|total_net))?$/u.exec(name);
  if (ofRun !== null) return allIn(result, Number(ofRun[1]), ofKind(ofRun[2]));
  const inRun = /^run(\d)\.period(\d)(?:_(correction|net|extra_cap))?$/u.exec(name);
  if (inRun !== null) return euros(changeIn(result, Number(inRun[1]), Number(inRun[2]), ofKind(inRun[3])));
  const quarter = /^q(\d)$/u.exec(name)?.[1];
  if (quarter !== undefined) return revenueIn(result, Number(quarter) - 1);
  const total = /^period(\d)(_total)?$/u.exec(name);
  if (total === null) return undefined;
  const index = Number(total[1]) - 1;
  const [now, before] = [result.runs[index], result.runs[index - 1]];
  if (total[2] !== undefined || before === undefined || now === undefined || paidIn(result, index) === 0n)
    return euros(paidIn(result, index));
  return [euros(-givenIn(before)), euros(givenIn(now))];
}

const ofKind = (word: string | undefined): Of =>
  word === 'gross' ? 'gross' : word === 'cap' || word === 'extra_cap' ? 'cut' : 'amount';
