/** Meters written out in a test, as an entry that reads one would write it in place. */
import type { Refusal } from '../kernel/refusal.ts';
import { compileMeter } from '../meter/compile.ts';
import type { MeterForm } from '../meter/form.ts';
import { meterReferenceSchema } from '../meter/schema.ts';

export function meterOf(text: Readonly<Record<string, unknown>>): MeterForm {
  const parsed = meterReferenceSchema.parse(text);
  const refusals: Refusal[] = [];
  const form =
    typeof parsed === 'string' ? undefined : compileMeter(parsed, { id: 'm', place: () => ({}), path: [] }, refusals);
  if (form === undefined) throw new Error(JSON.stringify(refusals));
  return form;
}
