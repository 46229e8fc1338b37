/** HTML written as text: whatever is put into a template is escaped unless it is markup itself. */

/** A piece of a page. Only {@link html} and {@link trusted} make one. */
export type Markup = { readonly markup: string };

type Piece = string | number | Markup | readonly Markup[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the inside of an element or of a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? sign);
}

function written(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escapeText(String(piece));
  return 'markup' in piece ? piece.markup : piece.map(written).join('');
}

/** Markup from a template; `undefined` is nothing, a list is its members one after another. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: parts.map((part, index) => part + written(pieces[index])).join('') };
}

/** Markup that was made elsewhere and is known to be sound, such as a drawn chart. */
export const trusted = (markup: string): Markup => ({ markup });
