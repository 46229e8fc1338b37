/**
 * A rating opened into a tree (pricing.md section 10): what was charged step by step, which discounts applied, which did not
 * and why, what limits cut, who receives, and how far the next step is. Nodes carry message codes with parameters; words
 * are found where they are shown. Amounts are minor units of the node's currency; figures in parameters are exact text.
 */
import type {
  AppliedDiscount,
  ChargeLine,
  ConsignmentRating,
  DiscountOutcome,
  GoodsPricing,
  LegOutcome,
  LegRating,
  NextTier,
  NotAppliedReason,
  TraceStep,
} from '../charge/rating.ts';
import { toText } from '../kernel/decimal.ts';
import type { Refusal } from '../kernel/refusal.ts';

export type ExplainNode = {
  /** Key of the message catalogue, or of a refusal or reason with its prefix. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly amount?: { readonly minor: bigint; readonly currency: string };
  readonly children: readonly ExplainNode[];
};

type Params = ExplainNode['params'];

function node(
  code: string,
  params: Params,
  children: readonly ExplainNode[] = [],
  amount?: ExplainNode['amount'],
): ExplainNode {
  return amount === undefined ? { code, params, children } : { code, params, amount, children };
}

const without = (params: Readonly<Record<string, string | number | undefined>>): Params =>
  Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );

function explainStep(step: TraceStep): ExplainNode {
  const inputs = step.inputs.map(({ label, value, unit }) => {
    const [kind = label, name] = label.split(/:(.*)/u);
    return node(
      `explain.input.${kind}`,
      without({ name, value: typeof value === 'string' ? value : toText(value), unit }),
    );
  });
  const rows = step.rows.map(({ table, file, line, keys }) =>
    node('explain.row', {
      table,
      file,
      line,
      keys: Object.entries(keys)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    }),
  );
  const params = without({
    name: step.name,
    before: step.before === undefined ? undefined : toText(step.before),
    after: toText(step.after),
    unrounded: step.unrounded === undefined ? undefined : toText(step.unrounded),
    currency: step.currency,
    clause: step.clause,
    times: step.times,
  });
  return node(`explain.step.${step.step}`, params, [...inputs, ...rows]);
}

const explainLine = (line: ChargeLine, currency: string): ExplainNode =>
  node(
    `charge.${line.charge}`,
    { id: line.id, entry: line.entry.id, version: line.entry.version },
    line.trace.map(explainStep),
    { minor: line.amount, currency },
  );

/** How far the next step of a scale is, and what it would bring. */
function explainNext(next: NextTier | undefined, currency: string): readonly ExplainNode[] {
  if (next === undefined) return [];
  const { step, amount, missing, unit, rate, worth, breakEven } = next;
  const params = { step, amount, missing: toText(missing), unit, rate: toText(rate), worth: toText(worth), currency };
  const further = node('explain.next-tier', params);
  if (breakEven === undefined) return [further];
  return [further, node('explain.break-even', { value: toText(breakEven), unit, step })];
}

function explainReason({ code, params, cause }: NotAppliedReason): ExplainNode {
  const children = cause === undefined ? [] : [node(`refusal.${cause.code}`, cause.params)];
  return node(`reason.${code}`, params, children);
}

function explainApplied(outcome: AppliedDiscount, currency: string): ExplainNode {
  const { entry, grantor, stage, next } = outcome;
  const money = (minor: bigint): ExplainNode['amount'] => ({ minor, currency });
  const cuts = outcome.cuts.map((cut) => node(`explain.limit.${cut.by}`, {}, [], money(cut.amount)));
  const shares = outcome.shares.map((share) =>
    node('explain.share', { party: share.party, role: share.role, by: share.by }, [], money(share.amount)),
  );
  const children = [...outcome.trace.map(explainStep), ...cuts, ...shares, ...explainNext(next, currency)];
  return node(
    `explain.stage.${stage}`,
    { discount: entry.id, version: entry.version, grantor, at: outcome.at, base: String(outcome.base) },
    children,
    money(outcome.amount),
  );
}

/** What became of one discount: applied with its amount, or why not, with the numbers, or which facts are missing. */
export function explainDiscount(outcome: DiscountOutcome, currency: string): ExplainNode {
  const named = { discount: outcome.entry.id, version: outcome.entry.version, grantor: outcome.grantor };
  switch (outcome.kind) {
    case 'applied':
      return explainApplied(outcome, currency);
    case 'not-applied':
      return node('explain.not-applied', named, [
        explainReason(outcome.reason),
        ...explainNext(outcome.next, currency),
      ]);
    case 'not-evaluated':
      return node(
        'explain.not-evaluated',
        { ...named, missing: outcome.missing.join(', ') },
        outcome.missing.map((field) => node('explain.missing', { field })),
      );
  }
}

const explainRefusals = (refusals: readonly Refusal[]): readonly ExplainNode[] =>
  refusals.map((one) => node(`refusal.${one.code}`, one.params));

function explainLeg(rating: LegRating): ExplainNode {
  const { currency, lines } = rating;
  const of = (...sources: readonly ChargeLine['source'][]): readonly ExplainNode[] =>
    lines.filter((line) => sources.includes(line.source)).map((line) => explainLine(line, currency));
  const total = (code: string, minor: bigint): ExplainNode => node(code, {}, [], { minor, currency });
  const params = without({
    leg: rating.leg + 1,
    carrier: rating.carrier,
    payer: rating.payer,
    tariff: rating.tariff.id,
    version: rating.tariff.version,
  });
  return node('explain.leg', params, [
    ...of('tariff', 'step'),
    total('explain.gross', rating.gross),
    ...rating.discounts.map((outcome) => explainDiscount(outcome, currency)),
    ...of('limit', 'rounding'),
    total('explain.net', rating.net),
    ...of('tax'),
    total('explain.payable', rating.payable),
  ]);
}

const explainOutcome = (outcome: LegOutcome): ExplainNode =>
  outcome.ok
    ? explainLeg(outcome.rating)
    : node('explain.leg-refused', { leg: outcome.leg + 1 }, explainRefusals(outcome.refusals));

function explainGoods(goods: GoodsPricing): ExplainNode {
  const { currency } = goods;
  const outcomes = goods.discounts.map((outcome) => explainDiscount(outcome, currency));
  return node(
    'explain.goods',
    { agreement: goods.agreement.id, version: goods.agreement.version },
    [...goods.trace.map(explainStep), ...outcomes, ...explainRefusals(goods.refusals)],
    { minor: goods.net, currency },
  );
}

/** One node for each leg, in order, and one for the goods price when there is one. */
export function explainRating(rating: ConsignmentRating): readonly ExplainNode[] {
  const legs = rating.legs.map(explainOutcome);
  return rating.goods === undefined ? legs : [...legs, explainGoods(rating.goods)];
}
