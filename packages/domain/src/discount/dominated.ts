/** Discounts of an exclusive group that always lose to another of it (pricing.md section 11). */
import type { Versioned } from '../book/select.ts';
import { compare, type Decimal, ONE, subtract } from '../kernel/decimal.ts';
import { coversCharge } from '../meter/contribution.ts';
import { isScopeWithin } from './contradiction.ts';
import type { ConditionForm, DiscountForm, EffectForm } from './form.ts';
import { compareStack } from './stack.ts';

/** Whether an entry holds on every day on which another does. */
function holdsWhenever({ valid: outer, known: learned }: Versioned, { valid: inner, known }: Versioned): boolean {
  const ends = outer.to === undefined || (inner.to !== undefined && inner.to <= outer.to);
  return outer.from <= inner.from && ends && learned <= known;
}

/** Whether a comparison is met wherever another on the same meter is. */
function asksLess(asked: ConditionForm, other: ConditionForm): boolean {
  if (asked.kind !== 'meter' || other.kind !== 'meter' || asked.meter.id !== other.meter.id) return false;
  if (asked.upper !== undefined || asked.lower === undefined || asked.proRata !== other.proRata) return false;
  if (other.lower === undefined || other.from !== undefined || other.lower.per !== asked.lower.per) return false;
  const side = compare(asked.lower.value, other.lower.value);
  return side < 0 || (side === 0 && (asked.lower.closed || !other.lower.closed));
}

/** Whether every condition of the winner is one of the loser's, or a weaker one on the same meter. */
const asksNoMore = (winner: readonly ConditionForm[], loser: readonly ConditionForm[]): boolean =>
  winner.every((asked) => loser.some((other) => asksLess(asked, other)));

function touchesAsMuch(winner: DiscountForm, loser: DiscountForm): boolean {
  const { touches: more } = winner;
  const { touches: less } = loser;
  if (more.kind !== 'charges' || less.kind !== 'charges') return more.kind === less.kind;
  return less.charges.every((charge) => coversCharge(more.charges, charge));
}

function baseAsWide({ base: wide }: DiscountForm, { base }: DiscountForm): boolean {
  if (wide === undefined) return true;
  return (
    base?.every((one) =>
      wide.some(
        (other) => other.tariff === one.tariff && (other.version === undefined || other.version === one.version),
      ),
    ) ?? false
  );
}

/** The greatest share of the charge an effect can take; undefined when it is not a share written out. */
function greatestShare(effect: EffectForm): Decimal | undefined {
  if (effect.kind === 'multiply') return effect.by.kind === 'literal' ? subtract(ONE, effect.by.value) : undefined;
  if (effect.kind !== 'tier' || (effect.amount !== 'share' && effect.amount !== 'coefficient')) return undefined;
  if (effect.scale.method === 'reached-slices' || effect.scale.method === 'reached-steps') return undefined;
  if (effect.scale.steps.some((step) => step.flat.units !== 0n)) return undefined;
  const { amount } = effect;
  const shares = effect.scale.steps.map(({ rate }) => (amount === 'share' ? rate : subtract(ONE, rate)));
  return shares.reduce<Decimal | undefined>(
    (most, share) => (most === undefined || compare(share, most) > 0 ? share : most),
    undefined,
  );
}

/** The least share of the charge an effect takes whenever it acts. */
const surelyShare = (effect: EffectForm): Decimal | undefined =>
  effect.kind === 'multiply' ? greatestShare(effect) : undefined;

/** 1: the first is always better for the payer; 0: the same; −1: cannot be told, or it is worse. */
function betterFor(first: EffectForm, second: EffectForm): -1 | 0 | 1 {
  const share = surelyShare(first);
  const other = greatestShare(second);
  if (share !== undefined && other !== undefined) return compare(share, other);
  if (first.kind !== second.kind || (first.kind !== 'reduce' && first.kind !== 'replace')) return -1;
  if (second.kind !== 'reduce' && second.kind !== 'replace') return -1;
  const same = first.per.name === second.per.name && first.currency === second.currency;
  if (!same || first.rate.kind !== 'literal' || second.rate.kind !== 'literal') return -1;
  const more = compare(first.rate.value, second.rate.value);
  if (more === 0) return 0;
  return more > 0 === (first.kind === 'reduce') ? 1 : -1;
}

/** The order in which members of a group are asked: lowest declared order, then that of the stack. */
function asksFirst(first: DiscountForm, second: DiscountForm): boolean {
  const [a, b] = [first.order ?? Number.MAX_SAFE_INTEGER, second.order ?? Number.MAX_SAFE_INTEGER];
  return a === b ? compareStack(first, second) < 0 : a < b;
}

/** Whether the effect surely takes something off, so that the first in priority always wins. */
function surelyActs(effect: EffectForm): boolean {
  if (effect.kind === 'multiply') return (surelyShare(effect)?.units ?? 0n) > 0n;
  return effect.kind === 'reduce' && effect.rate.kind === 'literal' && effect.rate.value.units > 0n;
}

/** Whether the effect alone decides what a discount takes: no cap, budget, quantity or least amount limits or lifts it. */
function isPlain({ effect, cap, budget, volume, least, guarantee, amountsAsked }: DiscountForm): boolean {
  if (amountsAsked === 'running') return false;
  const counted = 'counted' in effect ? effect.counted : undefined;
  return [cap, budget, volume, least, guarantee, counted].every((one) => one === undefined);
}

function wins(winner: DiscountForm, loser: DiscountForm): boolean {
  if (!isPlain(winner) || winner.parts !== 'whole' || loser.parts !== 'whole') return false;
  if (winner.group?.choose === 'highest-priority') return asksFirst(winner, loser) && surelyActs(winner.effect);
  if (winner.group?.choose !== 'best-for-payer' || winner.on !== loser.on) return false;
  if (loser.least !== undefined || ('counted' in loser.effect && loser.effect.counted !== undefined)) return false;
  const better = betterFor(winner.effect, loser.effect);
  return better > 0 || (better === 0 && asksFirst(winner, loser));
}

/** Whether one discount of a group is there, and wins, whenever another could act. */
export function alwaysBeats(winner: DiscountForm, loser: DiscountForm): boolean {
  if (winner === loser || winner.id === loser.id || winner.at !== loser.at) return false;
  if (winner.group === undefined || winner.group.id !== loser.group?.id) return false;
  return (
    holdsWhenever(winner, loser) &&
    touchesAsMuch(winner, loser) &&
    baseAsWide(winner, loser) &&
    isScopeWithin(loser.scope, winner.scope) &&
    asksNoMore(winner.when, loser.when) &&
    wins(winner, loser)
  );
}
