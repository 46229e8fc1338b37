/** Colours by day, under the names charts and pages use (`var(--s1)`). */
export const DAY: Readonly<Record<string, string>> = {
  paper: '#fbfaf7',
  card: '#ffffff',
  ink: '#1b2430',
  soft: '#5a6675',
  line: '#dcdfe3',
  accent: '#0b5a6f',
  good: '#1d6b3d',
  bad: '#a3281f',
  watch: '#7a5200',
  s1: '#0b6e8a',
  s2: '#c8641b',
  s3: '#5b7f2b',
  s4: '#7d4f9e',
  s5: '#b03a5b',
  s6: '#6b7280',
  s7: '#b8930c',
  s8: '#274b8f',
  s9: '#8a5a3c',
  s10: '#45a29e',
  'claim-1': '#b0521a',
  'claim-2': '#7d4f9e',
};

/** The colours as properties of a style. */
export const declared = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** A drawing with the colours of the day in place of their names, for what has no style to look them up in. */
export const coloured = (markup: string): string =>
  markup.replace(/var\(--([a-z0-9-]+)\)/gu, (name, colour: string) => DAY[colour] ?? name);
