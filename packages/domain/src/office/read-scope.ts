import { readDocuments } from '../book/documents.ts';
import { refusalsOf } from '../book/issues.ts';
import { parseEntry } from '../book/parse.ts';
import { ok, type Refusal, type Result, refusal } from '../kernel/refusal.ts';
import { compileScope, type ScopeForm } from '../scope/compile.ts';
import { scopeSchema } from '../scope/schema.ts';

/** A scope written alone, as under `scope:` of an entry; `path` names where it stands. */
export function readScope(path: string, text: string): Result<ScopeForm> {
  const { documents, refusals } = readDocuments({ path, text });
  const [document] = documents;
  if (document === undefined) return { ok: false, refusals };
  const parsed = parseEntry(scopeSchema, document.root);
  if (!parsed.ok) return { ok: false, refusals: refusalsOf(parsed.issues, document.root, document.locate) };
  const found: Refusal[] = [];
  const form = compileScope(scopeSchema.parse(document.root), found);
  const placed = found.map((one) => refusal(one.code, one.params, document.locate([])));
  return placed.length > 0 ? { ok: false, refusals: placed } : ok(form);
}
