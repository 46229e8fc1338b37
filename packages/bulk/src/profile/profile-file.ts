import { readFile, rename, writeFile } from 'node:fs/promises';
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { isMap, LineCounter, parseDocument, stringify } from 'yaml';
import { fileRefusal, sizeOfReadable } from '../file/access.ts';
import { type Profile, profileSchema, type Written } from './schema.ts';

const LARGEST_PROFILE = 8 * 1024 * 1024;

/** Reads a profile, YAML or JSON. Every fault is reported with its line. */
export async function loadProfile(file: string): Promise<Result<Profile>> {
  const size = await sizeOfReadable(file);
  if (!size.ok) return size;
  if (size.value > LARGEST_PROFILE) return refused(refusal('profile.too-large', { file }, { file }));
  try {
    return parseProfile(await readFile(file, 'utf8'), file);
  } catch (error) {
    return refused(fileRefusal(error, file));
  }
}

/** A profile from its text, YAML or JSON; `file` is named in the refusals. */
export function parseProfile(text: string, file: string): Result<Profile> {
  const lines = new LineCounter();
  // A merge key or a chain of aliases could make a small file large; a profile needs neither.
  const document = parseDocument(text, { lineCounter: lines, merge: false, prettyErrors: false });
  const faults = document.errors.map((error): Refusal => {
    const { line, col } = lines.linePos(error.pos[0]);
    return refusal('profile.syntax', { file, code: error.code }, { file, line, column: col });
  });
  const [fault, ...others] = faults;
  if (fault !== undefined) return refused(fault, ...others);
  if (!isMap(document.contents)) return refused(refusal('profile.not-map', { file }, { file, line: 1 }));
  const content = plainContent(document, file);
  if (!content.ok) return content;
  const parsed = profileSchema.safeParse(content.value);
  if (parsed.success) return ok(parsed.data);
  const [issue, ...more] = parsed.error.issues.map((each): Refusal => {
    const path = each.path.map(String);
    const line = lineOf(document, each.path, lines);
    return refusal(
      'profile.invalid',
      { path: path.join('.') || 'profile', issue: each.code },
      { file, line, path: path.join('.') },
    );
  });
  return issue === undefined ? refused(refusal('profile.not-map', { file }, { file })) : refused(issue, ...more);
}

type Document = ReturnType<typeof parseDocument>;

function plainContent(document: Document, file: string): Result<unknown> {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 0 });
    return ok(content);
  } catch {
    // The parser reports an alias, the only thing left to go wrong here, by throwing.
    return refused(refusal('profile.syntax', { file, code: 'ALIAS' }, { file, line: 1 }));
  }
}

/** The line of the innermost node of a path that exists. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) continue;
    const start: unknown = node.range[0];
    if (typeof start === 'number') return lines.linePos(start).line;
  }
  return 1;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => compareCodePoints(a, b)));
}

/** The profile as YAML (or JSON), the same bytes for the same answers whatever their order; empty parts left out. */
export function profileText(profile: Written, form: 'yaml' | 'json'): string {
  const maps = {
    columns: profile.columns,
    defaults: profile.defaults,
    parties: profile.parties,
    places: profile.places,
    values: profile.values,
  };
  const kept = Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0);
  const {
    columns: _columns,
    defaults: _defaults,
    parties: _parties,
    places: _places,
    values: _values,
    ...head
  } = profile;
  const content = { ...head, ...Object.fromEntries(kept.map(([name, map]) => [name, sorted<unknown>(map)])) };
  return form === 'json' ? `${JSON.stringify(content, null, 2)}\n` : stringify(content, { lineWidth: 120 });
}

/** Writes a profile beside its final name first, so that a crash leaves the old one. A name in `.json` gives JSON. */
export async function saveProfile(file: string, profile: Profile): Promise<Result<string>> {
  const half = `${file}.part`;
  try {
    await writeFile(half, profileText(profile, file.toLowerCase().endsWith('.json') ? 'json' : 'yaml'));
    await rename(half, file);
    return ok(file);
  } catch (error) {
    return refused(fileRefusal(error, file));
  }
}
