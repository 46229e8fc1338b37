const CHARACTER = 7.8;
const LINE = 16;
const MARGIN = 16;

/** Spaces would run together: those of the picture hold. @param {string} text */
const held = (text) => text.replaceAll(' ', '\u00a0');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/**
 * Lines of a terminal as a picture. Every line is stretched to its width in characters, so that columns stand whatever
 * font is there.
 * @param {string} title what the picture shows
 * @param {readonly string[]} lines
 * @returns {string} SVG
 */
function pictureOf(title, lines) {
  const width = Math.ceil(Math.max(...lines.map((line) => Array.from(line).length)) * CHARACTER + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((line, index) => {
    if (line === '') return [];
    const indent = line.length - line.trimStart().length;
    const shown = line.trimStart();
    const x = (MARGIN + indent * CHARACTER).toFixed(1);
    const y = MARGIN + index * LINE + 12;
    const length = (Array.from(shown).length * CHARACTER).toFixed(1);
    return [
      `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(held(shown))}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t">
<title id="t">${escaped(title)}</title>
<rect width="100%" height="100%" rx="6" fill="#fbfaf7" stroke="#c9c4b8"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" fill="#22262b">
${texts.join('\n')}
</g>
</svg>
`;
}

const TITLE =
  'The brief of the 20th session in the terminal: plan, agreements, turnover of the year, what is held and why';

/**
 * The picture of the README: the brief from its title to what is held.
 * @param {string} brief the English brief of the demonstration
 * @param {string} until the title of the first section that is not shown
 */
export function pictureOfBrief(brief, until) {
  const lines = brief.split('\n');
  const end = lines.findIndex((line) => line.startsWith(until));
  return pictureOf(TITLE, lines.slice(0, end).join('\n').trimEnd().split('\n'));
}
