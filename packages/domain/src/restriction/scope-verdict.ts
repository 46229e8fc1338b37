/** How the scope of a restriction is asked of a subject with several legs and items. */
import type { Consignment, GoodsItem, Leg } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { ScopeForm } from '../scope/compile.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject, World } from '../scope/subject.ts';

/** `legs` counts from 1 and holds those the rule speaks of. */
export type RuleVerdict =
  | { readonly kind: 'applies'; readonly legs: readonly number[] }
  | { readonly kind: 'missing'; readonly fields: readonly string[]; readonly legs: readonly number[] }
  | { readonly kind: 'fails' };

type Views = readonly { readonly subject: Subject; readonly leg: number | undefined }[];

function viewsOf(consignment: Consignment, world: World): Views {
  const legs: readonly (Leg | undefined)[] = consignment.legs.length > 0 ? consignment.legs : [undefined];
  const items: readonly (GoodsItem | undefined)[] =
    consignment.items.length > 1 ? [undefined, ...consignment.items] : [undefined];
  return legs.flatMap((leg, index) =>
    items.map((item) => ({
      subject: { consignment, world, ...(leg === undefined ? {} : { leg }), ...(item === undefined ? {} : { item }) },
      leg: leg === undefined ? undefined : index + 1,
    })),
  );
}

const distinct = (numbers: readonly (number | undefined)[]): readonly number[] =>
  [...new Set(numbers.filter((leg) => leg !== undefined))].toSorted((a, b) => a - b);

/**
 * A scope is asked of one leg at a time, so that its conditions on carrier, mode and ends speak of the same leg; and of
 * the goods both as a whole and item by item, so that neither an exception hides one item behind another nor a limit
 * is missed by several items of a kind. One view to which it applies is enough; else one that cannot tell.
 */
export function scopeVerdict(scope: ScopeForm, consignment: Consignment, world: World): RuleVerdict {
  const verdicts = viewsOf(consignment, world).map(({ subject, leg }) => ({
    leg,
    verdict: evaluateScope(scope, subject),
  }));
  const applying = verdicts.filter(({ verdict }) => verdict.kind === 'applies');
  if (applying.length > 0) return { kind: 'applies', legs: distinct(applying.map(({ leg }) => leg)) };
  const unsure = verdicts.filter(({ verdict }) => verdict.kind === 'missing');
  if (unsure.length === 0) return { kind: 'fails' };
  const fields = new Set(unsure.flatMap(({ verdict }) => (verdict.kind === 'missing' ? verdict.fields : [])));
  return {
    kind: 'missing',
    fields: [...fields].toSorted(compareCodePoints),
    legs: distinct(unsure.map(({ leg }) => leg)),
  };
}
