/** A page of the how-to folder: its sections with the pieces of YAML, the tables and the commands printed in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/house/root.mjs';

/** Rows of a table by the titles of its columns. */
export type Table = { readonly titles: readonly string[]; readonly rows: readonly Readonly<Record<string, string>>[] };

export type Section = { readonly title: string; readonly yaml: readonly string[]; readonly tables: readonly Table[] };

const BLOCK = (language: string): RegExp => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu');

const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(BLOCK(language))].map(([, block = '']) => block);

const cells = (line: string): readonly string[] =>
  line
    .replaceAll(/^\||\|$/gu, '')
    .split('|')
    .map((cell) => cell.trim());

function tableOf(lines: readonly string[]): Table {
  const [head = '', , ...rows] = lines;
  const titles = cells(head);
  return {
    titles,
    rows: rows.map((row) => Object.fromEntries(cells(row).map((cell, index) => [titles[index] ?? '', cell]))),
  };
}

/** Tables are runs of lines between bars, outside of blocks. */
function tablesOf(text: string): readonly Table[] {
  const runs = text.replaceAll(/^```[\s\S]*?^```/gmu, '').matchAll(/(?:^\|.*\|$\n?){3,}/gmu);
  return [...runs].map(([run]) => tableOf(run.trim().split('\n')));
}

export const pageText = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');

export const sectionsOf = (text: string): readonly Section[] =>
  text.split(/^#{2,3} /mu).map((part) => ({
    title: part.split('\n', 1)[0] ?? '',
    yaml: blocks(part, 'yaml'),
    tables: tablesOf(part),
  }));

/** Commands as they are printed to be run, one a line; a line that ends with a backslash goes on. */
export const commandsOf = (text: string): readonly string[] =>
  blocks(text, 'sh').flatMap((block) =>
    block
      .replaceAll(/\\\n\s*/gu, ' ')
      .split('\n')
      .filter((line) => line !== ''),
  );
