/**
 * The intermediate form of a tariff: frozen, tagged data with tables and scopes resolved. The interpreter walks it; a
 * compiler to columns can take the same form. No rule lives in code that is not in this form.
 */
import type { Versioned } from '../book/select.ts';
import type { CodeSystem } from '../consignment/schema.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { GoodsPattern } from '../kernel/goods-code.ts';
import type { Interval } from '../kernel/interval.ts';
import type { Period } from '../kernel/period.ts';
import type { Rounding } from '../kernel/rounding.ts';
import type { Words } from '../kernel/schema.ts';
import type { ScopeForm } from '../scope/compile.ts';
import type { Field } from '../scope/field.ts';

/** Where a key's value comes from when the step does not say: a fact, or a computed quantity. */
export type KeySource =
  | { readonly kind: 'fact'; readonly field: Field }
  | { readonly kind: 'quantity'; readonly name: string }
  | { readonly kind: 'goods'; readonly system: CodeSystem }
  | { readonly kind: 'given' };

export type KeyForm = { readonly name: string; readonly match: 'exact' | 'belt' | 'goods'; readonly source: KeySource };

/** What a row's cell asks of a key. */
export type CellForm =
  | { readonly kind: 'anything' }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'goods'; readonly patterns: readonly GoodsPattern[] }
  | { readonly kind: 'belt'; readonly interval: Interval };

export type RowForm = {
  readonly line: number;
  readonly cells: readonly CellForm[];
  readonly texts: readonly string[];
  readonly values: ReadonlyMap<string, Decimal>;
};

export type TableForm = {
  readonly name: string;
  readonly file: string;
  readonly keys: readonly KeyForm[];
  readonly rows: readonly RowForm[];
  /** Rows by the text of their exact keys, each list ordered by belt; undefined when the table has to be searched row by row. */
  readonly index: ReadonlyMap<string, readonly RowForm[]> | undefined;
  readonly value: string;
  readonly otherwise: Decimal | undefined;
  /** What holds for goods that stand in different rows. */
  readonly several: 'each' | 'highest' | 'common';
  readonly clause: string | undefined;
};

export type OverrideForm =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'fact'; readonly field: Field }
  | { readonly kind: 'quantity'; readonly name: string }
  | { readonly kind: 'end-before'; readonly table: TableForm; readonly key: number };

export type OperandForm =
  | { readonly kind: 'literal'; readonly value: Decimal }
  | {
      readonly kind: 'table';
      readonly table: TableForm;
      readonly column: string;
      readonly at: ReadonlyMap<number, OverrideForm>;
      readonly less: Decimal | undefined;
      readonly otherwise: Decimal | undefined;
    }
  | {
      readonly kind: 'fact';
      readonly field: Field;
      readonly per: Decimal | undefined;
      readonly otherwise: Decimal | undefined;
    }
  | { readonly kind: 'quantity'; readonly name: string; readonly per: Decimal | undefined }
  | { readonly kind: 'step'; readonly name: string }
  | { readonly kind: 'part'; readonly id: string };

type StepHead = {
  readonly name: string;
  /** For people; where there is none they read the name. */
  readonly title: Words | undefined;
  readonly when: ScopeForm | undefined;
  readonly round: Rounding | undefined;
  readonly clause: string | undefined;
};

export type StepForm = StepHead &
  (
    | {
        readonly step: 'lookup' | 'add' | 'subtract' | 'multiply' | 'divide' | 'maximum' | 'minimum' | 'free';
        readonly operand: OperandForm;
      }
    | {
        readonly step: 'piecewise';
        readonly table: TableForm;
        readonly key: number;
        readonly from: OperandForm;
        readonly coefficient: OperandForm;
      }
    | {
        readonly step: 'greater-correction';
        readonly candidates: readonly {
          readonly on: OperandForm;
          readonly rate: OperandForm;
          readonly round: Rounding | undefined;
        }[];
      }
    | { readonly step: 'clamp'; readonly least: OperandForm | undefined; readonly greatest: OperandForm | undefined }
    | {
        readonly step: 'convert';
        readonly to: string;
        readonly by: OperandForm;
        readonly how: 'multiply' | 'divide';
        readonly valid: Period | undefined;
        /** Date and source of the published coefficient, for the trace. */
        readonly published: string | undefined;
        readonly source: string | undefined;
      }
    | { readonly step: 'round' }
    | { readonly step: 'blocks'; readonly size: OperandForm; readonly result: 'quantity' | 'count' }
    | {
        readonly step: 'flat-per-step';
        readonly of: OperandForm;
        readonly steps: readonly { readonly from: Decimal; readonly fee: Decimal }[];
      }
    | {
        readonly step: 'deficit';
        readonly table: TableForm;
        readonly key: number;
        readonly of: OperandForm;
        readonly per: Decimal;
        readonly reach: 'next' | 'any' | 'none';
        readonly items: boolean;
      }
  );

export type PartForm = {
  readonly id: string;
  readonly title: Words | undefined;
  readonly charge: string;
  /** Currency its steps begin in; they end in the tariff's. */
  readonly currency: string;
  readonly discountable: boolean;
  readonly per: 'consignment' | 'wagon' | 'item' | 'container';
  readonly when: ScopeForm | undefined;
  readonly steps: readonly StepForm[];
  readonly least: OperandForm | undefined;
  readonly greatest: OperandForm | undefined;
};

export type TaxForm = {
  readonly when: ScopeForm | undefined;
  readonly category: string;
  readonly rate: Decimal;
  readonly exemption: Words | undefined;
  readonly round: Rounding | undefined;
  readonly clause: string | undefined;
};

export type TariffForm = Versioned & {
  readonly title: Words;
  readonly synthetic: boolean;
  readonly carrier: string;
  readonly traffic: ReadonlySet<string>;
  readonly currency: string;
  readonly per: 'consignment' | 'wagon';
  readonly scope: ScopeForm;
  readonly quantities: ReadonlyMap<string, readonly StepForm[]>;
  readonly parts: readonly PartForm[];
  /** Steps over the sum, split where discounts act. */
  readonly before: readonly StepForm[];
  readonly after: readonly StepForm[];
  readonly minimumCharge: OperandForm | undefined;
  readonly corridor:
    | {
        readonly floor: Decimal | undefined;
        readonly ceiling: Decimal | undefined;
        readonly clause: string | undefined;
      }
    | undefined;
  readonly tax: readonly TaxForm[];
};
